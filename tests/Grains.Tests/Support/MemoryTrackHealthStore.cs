using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Healths of tracks in memory, as far as grains ask for them. They outlive the node of a test, as a database does.</summary>
internal sealed class MemoryTrackHealthStore(TestNode node) : ITrackHealthStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BlobHash, TrackHealth> _healths = [];
    private readonly Dictionary<(BlobHash Hash, NodeId Peer), CopyStrikes> _strikes = [];
    private long _version;

    public Faults Faults { get; } = new();

    /// <summary>Told of each write before it takes place.</summary>
    public Action? Saving { get; set; }

    /// <summary>How many changes each write brought.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>How often strikes were written.</summary>
    public int StrikeWrites { get; private set; }

    public TrackHealth this[BlobHash hash]
    {
        get
        {
            lock (_gate)
            {
                return _healths.GetValueOrDefault(hash, TrackHealth.Healthy);
            }
        }

        set
        {
            lock (_gate)
            {
                _healths[hash] = value with { Version = ++_version };
            }
        }
    }

    public CopyStrikes? StrikesOf(BlobHash hash, NodeId peer) => _strikes.GetValueOrDefault((hash, peer));

    public Task<TrackHealth> FindAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        Faults.Check();
        return Task.FromResult(this[hash]);
    }

    public Task<IReadOnlyList<CopyStrikes>> ListStrikesAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        Faults.Check();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<CopyStrikes>>([.. _strikes.Where(entry => entry.Key.Hash == hash).Select(entry => entry.Value)]);
        }
    }

    public Task<int> SaveAsync(IReadOnlyList<HealthChange> changes, CancellationToken cancellationToken)
    {
        Faults.Check();
        Saving?.Invoke();
        lock (_gate)
        {
            Writes.Add(changes.Count);
            return Task.FromResult(changes.Count(Save));
        }
    }

    public Task<int> AddStrikeAsync(BlobHash hash, NodeId peer, CopyFailure failure, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Faults.Check();
        lock (_gate)
        {
            StrikeWrites++;
            var count = (StrikesOf(hash, peer)?.Count ?? 0) + 1;
            _strikes[(hash, peer)] = new CopyStrikes(peer, count, failure, at);
            return Task.FromResult(count);
        }
    }

    public Task ClearStrikesAsync(BlobHash hash, NodeId peer, CancellationToken cancellationToken)
    {
        Faults.Check();
        lock (_gate)
        {
            StrikeWrites++;
            _strikes.Remove((hash, peer));
        }

        return Task.CompletedTask;
    }

    public Task<SweepPage> ListNextAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        Faults.Check();
        var page = node.Tracks.Values.Where(track => after is null || track.Id > after).OrderBy(track => track.Id).Take(limit).ToList();
        return Task.FromResult(new SweepPage(
            [.. page.Where(track => !track.IsLocal).Select(track => Sweep(track.Hash))], page.Count < limit ? null : page[^1].Id));
    }

    public Task<IReadOnlyList<SweptTrack>> ListTroubledAsync(int limit, CancellationToken cancellationToken)
    {
        Faults.Check();
        return Task.FromResult<IReadOnlyList<SweptTrack>>(
        [
            .. node.Tracks.Values.Select(track => Sweep(track.Hash))
                .Where(track => track.Health is { IsTakenOut: false, State: TrackHealthState.Degraded or TrackHealthState.Dereferenced })
                .OrderBy(track => track.Health.CheckedAt ?? DateTimeOffset.MinValue).ThenBy(track => track.Id).Take(limit),
        ]);
    }

    public Task<HealthCounts> CountAsync(CancellationToken cancellationToken) => throw NotForGrains();

    public Task<RemoteTrackPage> ListAsync(TrackHealthState? state, int page, int perPage, CancellationToken cancellationToken) => throw NotForGrains();

    private static InvalidOperationException NotForGrains() => new("Lists are for people.");

    private bool Save(HealthChange change)
    {
        var stored = _healths.GetValueOrDefault(change.Hash, TrackHealth.Healthy);
        if (!node.Tracks.ContainsKey(change.Hash) || stored.Version != change.Health.Version)
        {
            return false;
        }

        if (change.Health with { Version = 0, CheckedAt = null } == TrackHealth.Healthy)
        {
            _healths.Remove(change.Hash);
        }
        else
        {
            _healths[change.Hash] = change.Health with { Version = ++_version };
        }

        return true;
    }

    private SweptTrack Sweep(BlobHash hash)
    {
        var track = node.Tracks[hash];
        var isOnline = node.Offers.GetValueOrDefault(hash, []).Any(copy => node.PeerStore[copy.Peer] is { IsOnline: true });
        return new SweptTrack(track.Id, hash, track.FileSize, this[hash], isOnline);
    }
}
