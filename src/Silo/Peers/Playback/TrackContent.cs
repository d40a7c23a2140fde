using SoundTime.Api;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Silo.Peers;

/// <summary>The bytes of a track: ours where we hold it, else a peer's as they come. What turns out rotten while it is read goes on with a peer's too.</summary>
/// <param name="local">What we hold, fetched or in files of ours.</param>
/// <param name="blobs">What we have fetched.</param>
/// <param name="fetches">What peers send; null where this node talks to no others.</param>
/// <param name="logger">Told of what is rotten.</param>
internal sealed class TrackContent(LocalContent local, BlobStore blobs, TrackFetches? fetches, ILogger<TrackContent> logger) : ITrackContent
{
    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(Track track, CancellationToken cancellationToken)
    {
        // A listener waits: files of ours are not looked for where the catalogue has just said that there are none.
        if ((track.IsLocal ? await local.OpenAsync(track.Hash, cancellationToken) : blobs.OpenRead(track.Hash)) is { } bytes)
        {
            return fetches is null ? bytes : new MendedStream(track.Hash, bytes, fetches, logger);
        }

        return fetches is null
            ? throw new TrackContentException(TrackContentFailure.NodeDisabled, $"Track {track.Hash.ShortText} is not here, and P2P is off.")
            : await fetches.OpenAsync(track.Hash, cancellationToken);
    }
}
