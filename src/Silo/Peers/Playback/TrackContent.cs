using SoundTime.Api;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>The bytes of a track: ours where we hold it, else a peer's as they come. What turns out rotten while it is read goes on with a file of ours, or a peer's.</summary>
/// <param name="health">Says what the admin took out: that is not played, also where its bytes are here.</param>
/// <param name="local">What we hold, fetched or in files of ours.</param>
/// <param name="blobs">What we have fetched.</param>
/// <param name="fetches">What peers send; null where this node talks to no others.</param>
/// <param name="returns">When peers may be back; null likewise.</param>
/// <param name="logger">Told of what is rotten.</param>
internal sealed class TrackContent(
    ITrackHealthStore health, LocalContent local, BlobStore blobs, TrackFetches? fetches, HolderReturn? returns, ILogger<TrackContent> logger) : ITrackContent
{
    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(Track track, CancellationToken cancellationToken) =>
        new MendedStream(track.Hash, await FindAsync(track, cancellationToken), cancel => FindAsync(track, cancel), logger);

    private async Task<Stream> FindAsync(Track track, CancellationToken cancellationToken)
    {
        if (!track.IsLocal && (await health.FindAsync(track.Hash, cancellationToken)).IsTakenOut)
        {
            throw new TrackContentException(TrackContentFailure.TakenOut, $"The admin took track {track.Hash.ShortText} out.");
        }

        // A listener waits: files of ours are not looked for where the catalogue has just said that there are none.
        if ((track.IsLocal ? await local.OpenAsync(track.Hash, cancellationToken) : blobs.OpenRead(track.Hash)) is { } bytes)
        {
            return bytes;
        }

        return fetches is null
            ? throw new TrackContentException(TrackContentFailure.NodeDisabled, $"Track {track.Hash.ShortText} is not here, and P2P is off.")
            : await FetchAsync(fetches, track.Hash, cancellationToken);
    }

    private async Task<Stream> FetchAsync(TrackFetches from, BlobHash hash, CancellationToken cancellationToken)
    {
        try
        {
            return await from.OpenAsync(hash, cancellationToken);
        }
        catch (TrackContentException failure) when (failure.Reason == TrackContentFailure.PeersUnreachable && returns is not null)
        {
            throw new TrackContentException(failure.Reason, failure.Message, failure) { RetryAfter = await returns.EstimateAsync(hash, cancellationToken) };
        }
    }
}
