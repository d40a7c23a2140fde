using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tracks;

/// <summary>A copy with all that its place in the order depends on.</summary>
/// <param name="Peer">Whose it is.</param>
/// <param name="FileSize">Its size in bytes, by the peer's account.</param>
/// <param name="IsOnline">Whether the peer answered when it was last asked.</param>
/// <param name="IsDoubtful">Whether it is asked after all others: its peer sent wrong bytes the last time, or this copy did, or it did not come three times in a row.</param>
/// <param name="IsProven">Whether what it sends may be heard before it is verified.</param>
/// <param name="Score">How good it is: see <see cref="CopyScore"/>.</param>
/// <param name="Rate">How fast the peer sends, in bytes a second; 0 where that is not known.</param>
/// <param name="DeliveredAt">When the peer last delivered; the earliest time there is, if never.</param>
internal sealed record RankedCopy(
    NodeId Peer, long FileSize, bool IsOnline, bool IsDoubtful, bool IsProven, long Score, long Rate, DateTimeOffset DeliveredAt)
{
    /// <summary>What is told of it.</summary>
    public CopyOffer Offer => new(Peer.ToString(), FileSize, IsOnline, IsProven, Score);

    /// <summary>Puts together what is known.</summary>
    public static RankedCopy Of(Copy copy, PeerRecord? peer, CopyStrikes? strikes, bool isOpus)
    {
        var isOnline = peer is { IsOnline: true };
        var hasLied = peer is { FailedDeliveries: > 0 } || strikes is { LastFailure: CopyFailure.WrongBytes };
        return new RankedCopy(
            copy.Peer,
            copy.FileSize,
            isOnline,
            hasLied || strikes is { Count: >= TrackLimits.MaxStrikes },
            !hasLied && peer is { DeliveredAt: not null },
            CopyScore.Of(copy, isOnline, isOpus),
            peer?.DeliveryRate ?? 0,
            peer?.DeliveredAt ?? DateTimeOffset.MinValue);
    }
}
