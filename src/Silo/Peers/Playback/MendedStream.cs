using SoundTime.Api;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>The bytes of a track; should those that are here turn out rotten, what is found elsewhere, from the same byte on. For one reader at a time.</summary>
/// <param name="hash">The track.</param>
/// <param name="here">Its bytes.</param>
/// <param name="openElsewhere">Finds them again, when what was here is put away.</param>
/// <param name="logger">Told of what is rotten.</param>
internal sealed class MendedStream(BlobHash hash, Stream here, Func<CancellationToken, Task<Stream>> openElsewhere, ILogger logger) : Stream
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
            next = await openElsewhere(cancellationToken);
        }
        catch (Exception exception) when (exception is TrackContentException or BlobException or StorageException)
        {
            throw new IOException($"Track {hash.ShortText} is damaged here, and cannot be had from others now: {exception.Message}", exception);
        }

        if (next.Length != _length)
        {
            await next.DisposeAsync();
            throw new IOException($"Track {hash.ShortText} is damaged here, and what is elsewhere has another length.");
        }

        next.Position = position;
        await _bytes.DisposeAsync();
        _bytes = next;
    }
}
