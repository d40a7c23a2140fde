namespace SoundTime.Api;

/// <summary>
/// Stands for the bytes of a track that only peers hold where only their number matters (HEAD), so that nothing is fetched for it.
/// </summary>
internal sealed class UnreadTrack(long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("These bytes are not there to be read.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A track does not change.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A track does not change.");
}
