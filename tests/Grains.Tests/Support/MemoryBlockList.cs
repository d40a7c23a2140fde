using System.Collections.Concurrent;
using SoundTime.Storage.Blocking;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>A block list in memory, as far as grains ask it.</summary>
internal sealed class MemoryBlockList : IBlockList
{
    private readonly ConcurrentDictionary<NodeId, bool> _blocked = new();

    public Faults Faults { get; } = new();

    public void Block(NodeId peer) => _blocked[peer] = true;

    public void Unblock(NodeId peer) => _blocked.TryRemove(peer, out _);

    public Task<bool> IsBlockedAsync(NodeId peer, CancellationToken cancellationToken)
    {
        Faults.Check();
        return Task.FromResult(_blocked.ContainsKey(peer));
    }

    public Task<IReadOnlySet<NodeId>> FindBlockedAsync(IReadOnlyCollection<NodeId> peers, CancellationToken cancellationToken)
    {
        Faults.Check();
        return Task.FromResult<IReadOnlySet<NodeId>>(peers.Where(_blocked.ContainsKey).ToHashSet());
    }

    public Task<IReadOnlyList<BlockedDomain>> ListAsync(CancellationToken cancellationToken) => throw NotForGrains();

    public Task<BlockedDomain?> FindAsync(Guid id, CancellationToken cancellationToken) => throw NotForGrains();

    public Task<BlockedDomain?> AddAsync(BlockRequest request, CancellationToken cancellationToken) => throw NotForGrains();

    public Task<IReadOnlyList<BlockedDomain>> AddAsync(IReadOnlyCollection<BlockRequest> requests, CancellationToken cancellationToken) => throw NotForGrains();

    public Task<BlockedDomain?> RemoveAsync(Guid id, CancellationToken cancellationToken) => throw NotForGrains();

    private static InvalidOperationException NotForGrains() => new("Grains read the list, and neither list nor change it.");
}
