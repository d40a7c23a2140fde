using System.Threading.Channels;

namespace SoundTime.Api.Tests.Support;

/// <summary>A track whose bytes arrive when the test hands them over, or whose source fails when the test says so.</summary>
internal sealed class ChannelStream(long length) : Stream
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public Action? Disposed { get; init; }

    public void Deliver(byte[] part) => Assert.True(_parts.Writer.TryWrite(part));

    public void Fail() => Assert.True(_parts.Writer.TryComplete(new IOException("The peer is gone.")));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var part = await _parts.Reader.ReadAsync(cancellationToken);
            part.CopyTo(buffer);
            return part.Length;
        }
        catch (ChannelClosedException closed)
        {
            throw closed.InnerException!;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset;

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Disposed?.Invoke();
    }
}
