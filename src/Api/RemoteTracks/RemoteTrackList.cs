using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;

namespace SoundTime.Api;

/// <summary>Puts together what the admin sees of tracks that only peers hold: tables, blobs, and how far the sweep is.</summary>
internal sealed class RemoteTrackList(ITrackHealthStore health, IPeerStore peers, BlobStore blobs, ITrackAdministration administration)
{
    /// <summary>One page, newest first, of those in a state or of all; <paramref name="perPage"/> is <see cref="ApiLimits.MaxPerPage"/> at most.</summary>
    /// <exception cref="StorageException">The tables cannot be read.</exception>
    /// <exception cref="BlobException">What is here cannot be told.</exception>
    public async Task<(IReadOnlyList<RemoteTrackBody> Tracks, long Total)> ReadPageAsync(
        TrackHealthState? state, int page, int perPage, CancellationToken cancellationToken)
    {
        var found = await health.ListAsync(state, page, perPage, cancellationToken);
        var known = await peers.FindAsync([.. found.Tracks.SelectMany(track => track.Copies).Select(copy => copy.Peer).Distinct()], cancellationToken);
        var sweep = await administration.ReadSweepAsync(cancellationToken);
        return ([.. found.Tracks.Select(track => Write(track, known, sweep))], found.Total);
    }

    /// <summary>The newest, as many as a Rust node lists.</summary>
    /// <exception cref="StorageException">The tables cannot be read.</exception>
    /// <exception cref="BlobException">What is here cannot be told.</exception>
    public async Task<IReadOnlyList<RemoteTrackBody>> ReadNewestAsync(CancellationToken cancellationToken)
    {
        var newest = new List<RemoteTrackBody>();
        for (var page = 1; newest.Count < ApiLimits.NewestRemoteTracks; page++)
        {
            var (tracks, _) = await ReadPageAsync(state: null, page, ApiLimits.MaxPerPage, cancellationToken);
            newest.AddRange(tracks);
            if (tracks.Count < ApiLimits.MaxPerPage)
            {
                break;
            }
        }

        // A track that came meanwhile pushes the last of one page onto the next.
        return [.. newest.DistinctBy(track => track.Id)];
    }

    private RemoteTrackBody Write(RemoteTrack track, IReadOnlyDictionary<Wire.NodeId, PeerRecord> known, SweepStatus? sweep)
    {
        var strikes = track.Strikes.ToDictionary(strike => strike.Peer);
        var copies = track.Copies.Select(copy =>
        {
            var isOnline = known.GetValueOrDefault(copy.Peer)?.IsOnline ?? false;
            return RemoteCopyBody.Of(copy, isOnline, strikes.GetValueOrDefault(copy.Peer), administration.ScoreOf(copy, isOnline, track.Copies));
        });
        return RemoteTrackBody.Of(track, [.. copies], blobs.PlaceOf(track.Track.Hash), sweep);
    }
}
