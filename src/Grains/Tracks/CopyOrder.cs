using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// In which order the copies of a track are asked. First those that nothing speaks against, by their score, then by how fast their peer sends, then by when it last delivered, then by its id. The
/// one known for longest, which is the track's origin, comes right after the best one, unless it is offline and others are online.
/// </summary>
internal static class CopyOrder
{
    /// <summary>Puts copies of one track in order, at most <see cref="TrackLimits.MaxCopies"/>.</summary>
    /// <param name="copies">Those that may be asked, the longest known first.</param>
    /// <param name="peers">What is known of their peers.</param>
    /// <param name="strikes">What is known against copies of this track.</param>
    public static CopyOffer[] Of(IReadOnlyList<Copy> copies, IReadOnlyDictionary<NodeId, PeerRecord> peers, IReadOnlyList<CopyStrikes> strikes)
    {
        // All have the same hash, so all are the same bytes: what one calls Opus in Ogg is no Vorbis elsewhere.
        var isOpus = CopyScore.AreOpus(copies);
        var against = strikes.ToDictionary(strike => strike.Peer);
        var ranked = copies
            .Select(copy => RankedCopy.Of(copy, peers.GetValueOrDefault(copy.Peer), against.GetValueOrDefault(copy.Peer), isOpus))
            .OrderBy(copy => copy.IsDoubtful)
            .ThenByDescending(copy => copy.Score)
            .ThenByDescending(copy => copy.Rate)
            .ThenByDescending(copy => copy.DeliveredAt)
            .ThenBy(copy => copy.Peer)
            .ToList();
        PutOriginSecond(ranked, copies);
        return [.. ranked.Take(TrackLimits.MaxCopies).Select(copy => copy.Offer)];
    }

    private static void PutOriginSecond(List<RankedCopy> ranked, IReadOnlyList<Copy> copies)
    {
        var index = ranked.FindIndex(copy => copy.Peer == copies[0].Peer);
        if (index > 1 && (ranked[index].IsDoubtful, ranked[index].IsOnline) == (ranked[1].IsDoubtful, ranked[1].IsOnline))
        {
            ranked.Insert(1, ranked[index]);
            ranked.RemoveAt(index + 1);
        }
    }
}
