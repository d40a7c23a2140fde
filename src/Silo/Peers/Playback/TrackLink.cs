using SoundTime.Grains.Tracks;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Does for the grains of tracks what only the node can.</summary>
internal sealed class TrackLink(BlobStore blobs, TrackFetches fetches, TimeProvider time, ILogger<TrackLink> logger) : ITrackLink
{
    /// <summary>How long it is waited for a track that nobody listens to; it may come later all the same.</summary>
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public bool IsHere(BlobHash hash)
    {
        try
        {
            return blobs.Contains(hash);
        }
        catch (BlobException exception)
        {
            logger.PresenceUnknown(hash.ShortText, exception);
            return false;
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
            logger.PresenceUnknown(hash.ShortText, exception);
            return FetchOutcome.Abandoned;
        }
    }
}
