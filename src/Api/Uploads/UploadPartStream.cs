using SoundTime.Import;

namespace SoundTime.Api;

/// <summary>
/// The bytes of one part, forward only. An end in the middle is an <see cref="UploadException"/>, more than <paramref name="cap"/> bytes
/// are an <see cref="ImportException"/>: the form can be read on after that.
/// </summary>
internal sealed class UploadPartStream(Stream part, long cap) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await UploadForm.TranslateAsync(part.ReadAsync(buffer, cancellationToken));
        _read += count;
        return _read <= cap
            ? count
            : throw new ImportException(ImportFailure.TooLarge, $"The file is larger than the {cap} bytes that are allowed.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An upload is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
