using Microsoft.Win32.SafeHandles;

namespace SoundTime.Storage.Blobs;

/// <summary>One listener's place in a blob that is arriving.</summary>
internal sealed class PendingBlobStream(PendingBlob blob, SafeFileHandle file) : Stream
{
    private long _position;

    public override bool CanRead => !file.IsClosed;

    public override bool CanSeek => !file.IsClosed;

    public override bool CanWrite => false;

    public override long Length => blob.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        if (buffer.IsEmpty || _position >= Length)
        {
            return 0;
        }

        var end = await blob.WaitAsync(_position, cancellationToken).ConfigureAwait(false);
        var count = (int)Math.Min(buffer.Length, end - _position);
        var read = await RandomAccess.ReadAsync(file, buffer[..count], _position, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A listener only reads.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A listener only reads.");

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
