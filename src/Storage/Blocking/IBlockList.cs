using SoundTime.Wire;

namespace SoundTime.Storage.Blocking;

/// <summary>Who is blocked. A list that cannot be read throws: whoever asks must then refuse.</summary>
public interface IBlockList
{
    /// <summary>Whether a peer is blocked.</summary>
    Task<bool> IsBlockedAsync(NodeId peer, CancellationToken cancellationToken);

    /// <summary>Those of some peers that are blocked, in one query.</summary>
    Task<IReadOnlySet<NodeId>> FindBlockedAsync(IReadOnlyCollection<NodeId> peers, CancellationToken cancellationToken);

    /// <summary>All entries, newest first.</summary>
    Task<IReadOnlyList<BlockedDomain>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The entry with this id, or null.</summary>
    Task<BlockedDomain?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Adds an entry; null if the domain is there already.</summary>
    Task<BlockedDomain?> AddAsync(BlockRequest request, CancellationToken cancellationToken);

    /// <summary>Adds many in one transaction; answers those that were not there. Repeats among them count once.</summary>
    Task<IReadOnlyList<BlockedDomain>> AddAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken);

    /// <summary>Removes an entry; answers it, or null if there was none.</summary>
    Task<BlockedDomain?> RemoveAsync(Guid id, CancellationToken cancellationToken);
}
