using SoundTime.Wire;

namespace SoundTime.Storage.Peers;

/// <summary>
/// The other nodes that this one knows. One writer for each: the grain of that peer. Lists leave blocked peers out; if the block list cannot be
/// read, they fail as a whole.
/// </summary>
public interface IPeerStore
{
    /// <summary>
    /// Most peers that are kept, far above any known network. A new one takes the place of the stranger that is offline and unseen for longest.
    /// </summary>
    const int MaxPeers = 10_000;

    /// <summary>What is known of a peer, blocked or not; null if nothing is.</summary>
    Task<PeerRecord?> FindAsync(NodeId id, CancellationToken cancellationToken);

    /// <summary>What is known of these peers, blocked or not; those that are not known are not in it.</summary>
    Task<IReadOnlyDictionary<NodeId, PeerRecord>> FindAsync(IReadOnlyCollection<NodeId> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what is known of a peer, over what was. Answers false if it is new and there is no room: <see cref="MaxPeers"/> are known, all of
    /// them online or named by the admin.
    /// </summary>
    Task<bool> SaveAsync(PeerRecord peer, CancellationToken cancellationToken);

    /// <summary>Forgets a peer and its filter. Answers whether it was known.</summary>
    Task<bool> RemoveAsync(NodeId id, CancellationToken cancellationToken);

    /// <summary>Peers in the order of their ids, from after <paramref name="after"/> (null: from the start), at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<PeerRecord>> ListAsync(NodeId? after, int limit, CancellationToken cancellationToken);

    /// <summary>The ids of the peers that are online, in order.</summary>
    Task<IReadOnlyList<NodeId>> ListOnlineAsync(CancellationToken cancellationToken);

    /// <summary>The ids of the peers that are online, from <paramref name="first"/> to <paramref name="last"/>, both included, in order.</summary>
    Task<IReadOnlyList<NodeId>> ListOnlineAsync(NodeId first, NodeId last, CancellationToken cancellationToken);

    /// <summary>How many there are.</summary>
    Task<PeerCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the filter of a known peer, over the one that was there; of an unknown peer nothing is kept.</summary>
    Task SaveFilterAsync(NodeId id, PeerFilter filter, CancellationToken cancellationToken);

    /// <summary>The filter of a peer; null if it sent none.</summary>
    Task<PeerFilter?> FindFilterAsync(NodeId id, CancellationToken cancellationToken);

    /// <summary>
    /// Which of the peers from <paramref name="first"/> to <paramref name="last"/>, both included, have a filter here, and since when, in order. No filter is read for it.
    /// </summary>
    Task<IReadOnlyList<FilterStamp>> ListFiltersAsync(NodeId first, NodeId last, CancellationToken cancellationToken);
}
