using SoundTime.Api;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Silo.Peers;

/// <summary>The bytes of a track: ours where we hold it, else a peer's as they come. What turns out rotten while it is read goes on with a peer's too.</summary>
/// <param name="local">What we hold.</param>
/// <param name="fetches">What peers send; null where this node talks to no others.</param>
/// <param name="logger">Told of what is rotten.</param>
internal sealed class TrackContent(LocalContent local, TrackFetches? fetches, ILogger<TrackContent> logger) : ITrackContent
{
    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(Track track, CancellationToken cancellationToken)
    {
        if (await local.OpenAsync(track.Hash, cancellationToken) is { } bytes)
        {
            return fetches is null ? bytes : new MendedStream(track.Hash, bytes, fetches, logger);
        }

        return fetches is null
            ? throw new TrackContentException(TrackContentFailure.NodeDisabled, $"Track {track.Hash.ShortText} is not here, and P2P is off.")
            : await fetches.OpenAsync(track.Hash, cancellationToken);
    }
}
