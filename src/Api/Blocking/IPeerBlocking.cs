using SoundTime.Storage.Blocking;

namespace SoundTime.Api;

/// <summary>
/// Changes the block list and has the node act on it: when a call ends, the connections of whoever was blocked are closed and no new one is
/// accepted. The list itself is read from <see cref="IBlockList"/>.
/// </summary>
public interface IPeerBlocking
{
    /// <summary>Blocks; null if the domain is blocked already.</summary>
    Task<BlockedDomain?> BlockAsync(BlockRequest request, CancellationToken cancellationToken);

    /// <summary>Blocks many; answers those that were not blocked before.</summary>
    Task<IReadOnlyList<BlockedDomain>> BlockAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken);

    /// <summary>Unblocks; answers what was unblocked, or null if there is no such entry.</summary>
    Task<BlockedDomain?> UnblockAsync(Guid id, CancellationToken cancellationToken);
}
