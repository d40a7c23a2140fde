using System.Collections.Concurrent;
using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Peers in memory. They outlive the node of a test, as a database does.</summary>
internal sealed class MemoryPeerStore(MemoryBlockList blocks) : IPeerStore
{
    private readonly ConcurrentDictionary<NodeId, PeerRecord> _peers = new();
    private readonly ConcurrentDictionary<NodeId, PeerFilter> _filters = new();
    private int _saves;
    private int _filterReads;

    public Faults Faults { get; } = new();

    /// <summary>Most peers that are kept.</summary>
    public int Room { get; set; } = IPeerStore.MaxPeers;

    public int Saves => _saves;

    /// <summary>Whether parts of the peers cannot be listed.</summary>
    public bool AreListsFailing { get; set; }

    /// <summary>Holds filters that are read, while it is set.</summary>
    public TaskCompletionSource? FilterGate { get; set; }

    /// <summary>How many filters were read.</summary>
    public int FilterReads => _filterReads;

    public PeerRecord? this[NodeId id] => _peers.GetValueOrDefault(id);

    public Task<PeerRecord?> FindAsync(NodeId id, CancellationToken cancellationToken)
    {
        Faults.Check();
        return Task.FromResult(this[id]);
    }

    public Task<IReadOnlyDictionary<NodeId, PeerRecord>> FindAsync(IReadOnlyCollection<NodeId> ids, CancellationToken cancellationToken)
    {
        Faults.Check();
        IReadOnlyDictionary<NodeId, PeerRecord> found = ids.Where(_peers.ContainsKey).ToDictionary(id => id, id => _peers[id]);
        return Task.FromResult(found);
    }

    public Task<bool> SaveAsync(PeerRecord peer, CancellationToken cancellationToken)
    {
        Faults.Check();
        if (!_peers.ContainsKey(peer.Id) && _peers.Count >= Room)
        {
            return Task.FromResult(false);
        }

        Interlocked.Increment(ref _saves);
        _peers[peer.Id] = peer;
        return Task.FromResult(true);
    }

    public Task<bool> RemoveAsync(NodeId id, CancellationToken cancellationToken)
    {
        Faults.Check();
        _filters.TryRemove(id, out _);
        return Task.FromResult(_peers.TryRemove(id, out _));
    }

    public async Task<IReadOnlyList<PeerRecord>> ListAsync(NodeId? after, int limit, CancellationToken cancellationToken)
    {
        Faults.Check();
        var blocked = await blocks.FindBlockedAsync([.. _peers.Keys], cancellationToken);
        return [.. _peers.Values.Where(peer => !blocked.Contains(peer.Id) && (after is null || peer.Id > after)).OrderBy(peer => peer.Id).Take(limit)];
    }

    public async Task<IReadOnlyList<NodeId>> ListOnlineAsync(CancellationToken cancellationToken)
    {
        Faults.Check();
        var blocked = await blocks.FindBlockedAsync([.. _peers.Keys], cancellationToken);
        return [.. _peers.Values.Where(peer => peer.IsOnline && !blocked.Contains(peer.Id)).Select(peer => peer.Id).Order()];
    }

    public async Task<IReadOnlyList<NodeId>> ListOnlineAsync(NodeId first, NodeId last, CancellationToken cancellationToken)
    {
        if (AreListsFailing)
        {
            throw new StorageException(StorageFailure.Other, "The lists fail because the test says so.");
        }

        return [.. (await ListOnlineAsync(cancellationToken)).Where(id => id >= first && id <= last)];
    }

    public Task<PeerCounts> CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new PeerCounts(_peers.Count, _peers.Values.Count(peer => peer.IsOnline)));

    public Task SaveFilterAsync(NodeId id, PeerFilter filter, CancellationToken cancellationToken)
    {
        Faults.Check();
        if (_peers.ContainsKey(id))
        {
            _filters[id] = filter;
        }

        return Task.CompletedTask;
    }

    public async Task<PeerFilter?> FindFilterAsync(NodeId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _filterReads);
        if (FilterGate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        Faults.Check();
        return _filters.GetValueOrDefault(id);
    }

    public async Task<IReadOnlyList<FilterStamp>> ListFiltersAsync(NodeId first, NodeId last, CancellationToken cancellationToken)
    {
        Faults.Check();
        var blocked = await blocks.FindBlockedAsync([.. _filters.Keys], cancellationToken);
        return
        [
            .. from filter in _filters
               where filter.Key >= first && filter.Key <= last && !blocked.Contains(filter.Key)
               orderby filter.Key
               select new FilterStamp(filter.Key, filter.Value.ReceivedAt),
        ];
    }
}
