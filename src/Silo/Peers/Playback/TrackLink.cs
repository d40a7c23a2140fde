using SoundTime.Grains.Tracks;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Does for the grains of tracks what only the node can.</summary>
internal sealed class TrackLink(BlobStore blobs, TrackFetches fetches, TimeProvider time, ILogger<TrackLink> logger) : ITrackLink
{
    /// <summary>How long it is waited for a track that nobody listens to; it may come later all the same.</summary>
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);

    /// <summary>How often it is told that the disk cannot be read: the sweep asks for a thousand tracks at once.</summary>
    internal static readonly TimeSpan TellInterval = TimeSpan.FromHours(1);

    private readonly Lock _telling = new();
    private long? _toldAt;

    /// <inheritdoc/>
    public bool? IsHere(BlobHash hash)
    {
        try
        {
            return blobs.Contains(hash);
        }
        catch (BlobException exception)
        {
            Tell(hash, exception);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<FetchOutcome> FetchAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(FetchLimit, time, cancellationToken);
        try
        {
            return await fetches.FetchAsync(hash, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return FetchOutcome.Abandoned;
        }
        catch (BlobException exception)
        {
            Tell(hash, exception);
            return FetchOutcome.Abandoned;
        }
    }

    private void Tell(BlobHash hash, BlobException exception)
    {
        lock (_telling)
        {
            if (_toldAt is { } toldAt && time.GetElapsedTime(toldAt) < TellInterval)
            {
                return;
            }

            _toldAt = time.GetTimestamp();
        }

        logger.PresenceUnknown(hash.ShortText, exception);
    }
}
