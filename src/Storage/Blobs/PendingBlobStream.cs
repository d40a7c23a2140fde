using Microsoft.Win32.SafeHandles;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// One listener's place in a blob that is arriving. Once it is whole, a listener who is slower reads it as all blobs are read, by its hash tree: what the disk does to it meanwhile is not heard.
/// </summary>
internal sealed class PendingBlobStream(PendingBlob blob, SafeFileHandle file, Action? left) : Stream
{
    private SafeFileHandle _file = file;
    private SafeFileHandle? _next;
    private Stream? _verified;
    private IOException? _misled;
    private long _position;
    private bool _isClosed;

    public override bool CanRead => !_isClosed;

    public override bool CanSeek => !_isClosed;

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

    /// <summary>Where the last byte that was given out ends. Guarded by the lock of the blob, as is all that follows.</summary>
    internal long Heard { get; private set; }

    /// <summary>Bytes up to this position are given out now; answers where they are read.</summary>
    internal SafeFileHandle Hear(long position)
    {
        Heard = Math.Max(Heard, position);
        if (_next is not null)
        {
            // Reads of one stream do not overlap: nobody uses the old one.
            _file.Dispose();
            (_file, _next) = (_next, null);
        }

        return _file;
    }

    /// <summary>The bytes are in another file from now on, and differ behind <paramref name="position"/>.</summary>
    internal void GoOnIn(IncomingBlob other, long position)
    {
        if (Heard > position)
        {
            _misled = new IOException($"What was heard of blob {blob.Hash.ShortText} turned out wrong behind byte {position}.");
            return;
        }

        try
        {
            var next = other.OpenForReading();
            _next?.Dispose();
            _next = next;
        }
        catch (IOException error)
        {
            _misled = error;
        }
    }

    /// <exception cref="IOException">What this listener has heard is not the blob.</exception>
    internal void ThrowIfMisled()
    {
        if (_misled is not null)
        {
            throw new IOException(_misled.Message, _misled);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (buffer.IsEmpty || _position >= Length)
        {
            return 0;
        }

        var (file, count, isComplete) = await blob.WaitAsync(this, _position, buffer.Length, cancellationToken).ConfigureAwait(false);
        var read = isComplete
            ? await ReadVerifiedAsync(buffer[..count], cancellationToken).ConfigureAwait(false)
            : await RandomAccess.ReadAsync(file, buffer[..count], _position, cancellationToken).ConfigureAwait(false);
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
        if (!_isClosed)
        {
            _isClosed = true;
            blob.Leave(this);
            _file.Dispose();
            _next?.Dispose();
            _verified?.Dispose();
            left?.Invoke();
        }

        base.Dispose(disposing);
    }

    private ValueTask<int> ReadVerifiedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _verified ??= blob.OpenVerified();
        _verified.Position = _position;
        return _verified.ReadAsync(buffer, cancellationToken);
    }
}
