using SoundTime.Api;
using SoundTime.Storage.Blocking;

namespace SoundTime.Silo.Peers;

/// <summary>Changes the block list and acts on it. First the list, so that what is asked meanwhile is refused; then the connections; copies go later.</summary>
internal sealed class PeerBlocking(IBlockList blocks, BlockEnforcer enforcer) : IPeerBlocking
{
    /// <inheritdoc/>
    public async Task<BlockedDomain?> BlockAsync(BlockRequest request, CancellationToken cancellationToken)
    {
        var added = await blocks.AddAsync(request, cancellationToken);
        if (added is not null)
        {
            await enforcer.EnforceAsync([added], cancellationToken);
        }

        return added;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BlockedDomain>> BlockAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken)
    {
        var added = await blocks.AddAsync(requests, cancellationToken);
        await enforcer.EnforceAsync(added, cancellationToken);
        return added;
    }

    /// <inheritdoc/>
    public async Task<BlockedDomain?> UnblockAsync(Guid id, CancellationToken cancellationToken)
    {
        var removed = await blocks.RemoveAsync(id, cancellationToken);
        enforcer.Wake();
        return removed;
    }
}
