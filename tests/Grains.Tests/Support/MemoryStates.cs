using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using SoundTime.Grains.Peers;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Grain states in memory. They outlive the node of a test, as a database does.</summary>
internal sealed class MemoryStates : IGrainStateStore
{
    private readonly ConcurrentDictionary<(string Name, string Key), StoredState> _states = new();
    private int _writes;

    public Faults Faults { get; } = new();

    /// <summary>Writes that took place.</summary>
    public int Writes => _writes;

    /// <summary>Told of each write of a peer's positions before it takes place.</summary>
    public Action<PeerPositions>? Writing { get; set; }

    /// <summary>What is kept of a peer; null where nothing is.</summary>
    public PeerPositions? PositionsOf(TestPeer peer) =>
        _states.TryGetValue(("peer", peer.Key), out var state) ? JsonSerializer.Deserialize<PeerPositions>(state.Json.Span) : null;

    public Task<StoredState?> ReadAsync(string name, string key, CancellationToken cancellationToken)
    {
        Faults.Check();
        return Task.FromResult(_states.GetValueOrDefault((name, key)));
    }

    public Task<string?> WriteAsync(string name, string key, string? etag, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        Faults.Check();
        if (name == "peer")
        {
            Writing?.Invoke(JsonSerializer.Deserialize<PeerPositions>(json.Span)!);
        }

        if (_states.GetValueOrDefault((name, key))?.ETag != etag)
        {
            return Task.FromResult<string?>(null);
        }

        var next = Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture);
        _states[(name, key)] = new StoredState(next, json.ToArray());
        return Task.FromResult<string?>(next);
    }

    public Task<bool> RemoveAsync(string name, string key, string? etag, CancellationToken cancellationToken)
    {
        Faults.Check();
        if (_states.TryGetValue((name, key), out var state) && state.ETag != etag)
        {
            return Task.FromResult(false);
        }

        _states.TryRemove((name, key), out _);
        return Task.FromResult(true);
    }
}
