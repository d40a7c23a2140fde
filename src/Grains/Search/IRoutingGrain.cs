namespace SoundTime.Grains.Search;

/// <summary>
/// The filters of a part of all peers, packed in memory: see <see cref="RoutingParts"/>. A question goes to all parts at once, which in a cluster lie on all
/// silos. Whatever a part is not told it finds in the store within a minute.
/// </summary>
public interface IRoutingGrain : IGrainWithStringKey
{
    /// <summary>Peers of this part that may know an answer, best first, at most <paramref name="limit"/>. Online ones that are not blocked only.</summary>
    Task<RoutedPeer[]> RouteAsync(string question, int limit, CancellationToken cancellationToken);

    /// <summary>A peer came or went, or was blocked.</summary>
    Task PresenceChangedAsync(string peer, bool isOnline, CancellationToken cancellationToken);

    /// <summary>A peer's filter was stored.</summary>
    Task FilterChangedAsync(string peer, CancellationToken cancellationToken);

    /// <summary>What came of asking a peer: what makes it come earlier or later the next time.</summary>
    Task AnsweredAsync(string peer, int found, TimeSpan? took, CancellationToken cancellationToken);
}
