using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Blocking where P2P is off: there is nobody to be cut off, but the list is kept, and what a blocked peer had announced goes.</summary>
internal sealed class StoredBlocking(IBlockList blocks, ICatalogue catalogue) : IPeerBlocking
{
    public async Task<BlockedDomain?> BlockAsync(BlockRequest request, CancellationToken cancellationToken)
    {
        var added = await blocks.AddAsync(request, cancellationToken);
        await RemoveCopiesAsync(added, cancellationToken);
        return added;
    }

    public async Task<IReadOnlyList<BlockedDomain>> BlockAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken)
    {
        var added = await blocks.AddAsync(requests, cancellationToken);
        foreach (var entry in added)
        {
            await RemoveCopiesAsync(entry, cancellationToken);
        }

        return added;
    }

    public Task<BlockedDomain?> UnblockAsync(Guid id, CancellationToken cancellationToken) => blocks.RemoveAsync(id, cancellationToken);

    private async Task RemoveCopiesAsync(BlockedDomain? entry, CancellationToken cancellationToken)
    {
        if (NodeId.TryParse(entry?.Domain, out var peer))
        {
            await catalogue.RemoveAllCopiesAsync(peer, cancellationToken);
        }
    }
}
