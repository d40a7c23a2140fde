using SoundTime.Api;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>The bytes of a track that is here; should they turn out rotten, what peers have of it, from the same byte on. For one reader at a time.</summary>
internal sealed class MendedStream(BlobHash hash, Stream here, TrackFetches fetches, ILogger logger) : Stream
{
    /// <summary>How often one listener is led to other bytes: a disk on which everything rots at once is not to be fought.</summary>
    private const int MaxMends = 3;

    private readonly long _length = here.Length;
    private Stream _bytes = here;
    private int _mends;

    public override bool CanRead => _bytes.CanRead;

    public override bool CanSeek => _bytes.CanSeek;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _bytes.Position;
        set => _bytes.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                return await _bytes.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException exception) when (exception.InnerException is BlobException { Reason: BlobFailure.Rotten } && _mends++ < MaxMends)
            {
                logger.GoneOnElsewhere(hash.ShortText, Position, exception);
                await GoOnElsewhereAsync(cancellationToken);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => _bytes.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A listener only reads.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A listener only reads.");

    protected override void Dispose(bool disposing)
    {
        _bytes.Dispose();
        base.Dispose(disposing);
    }

    private async Task GoOnElsewhereAsync(CancellationToken cancellationToken)
    {
        var position = _bytes.Position;
        Stream next;
        try
        {
            next = await fetches.OpenAsync(hash, cancellationToken);
        }
        catch (Exception exception) when (exception is TrackContentException or BlobException)
        {
            throw new IOException($"Track {hash.ShortText} is damaged here, and cannot be had from others now: {exception.Message}", exception);
        }

        if (next.Length != _length)
        {
            await next.DisposeAsync();
            throw new IOException($"Track {hash.ShortText} is damaged here, and others say that it has another length.");
        }

        next.Position = position;
        await _bytes.DisposeAsync();
        _bytes = next;
    }
}
