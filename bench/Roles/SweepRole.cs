using System.Diagnostics;
using SoundTime.Storage;
using SoundTime.Storage.Health;

namespace SoundTime.Bench;

/// <summary>Sweeps over all tracks that peers hold, as the sweep's grain does but for the look at blobs, and tells how long that took and how much memory.</summary>
internal static class SweepRole
{
    /// <summary>Tracks that are looked at, or written, at once.</summary>
    private const int BatchSize = 500;

    /// <summary>Of so many tracks, one is brought into trouble.</summary>
    private const int TracksPerTrouble = 10;

    private const int WarmUpBatches = 20;

    /// <summary>Tracks on a page for people.</summary>
    private const int PageSize = 100;

    /// <param name="store">Which of our stores.</param>
    /// <param name="address">The address of the database, filled.</param>
    public static async Task<int> RunAsync(string store, string address)
    {
        await using var stores = await IngestStores.OpenAsync(store, address, CancellationToken.None);
        await WalkAsync(stores.Health, WarmUpBatches);
        var before = MemorySnapshot.Take().Resident;
        var healthy = await MeasureAsync(() => WalkAsync(stores.Health, int.MaxValue));
        var marked = await MeasureAsync(() => BringIntoTroubleAsync(stores.Health));
        var troubled = await MeasureAsync(() => WalkAsync(stores.Health, int.MaxValue));
        var (count, batch) = (healthy.Tracks / TracksPerTrouble, 0);
        var isChecked = await MeasureAsync(() => LookAfterTroubledAsync(stores.Health, count, health => health with { CheckedAt = Now(batch++) }));
        var lastPage = (int)(healthy.Tracks / PageSize) - 1;
        var listed = await MeasureAsync(async () => (await stores.Catalogue.ListTracksAsync(lastPage, PageSize, CancellationToken.None)).Tracks.Count);
        var listedRemote = await MeasureAsync(() => ListAsync(stores.Health, null, lastPage));
        var listedHealthy = await MeasureAsync(() => ListAsync(stores.Health, TrackHealthState.Healthy, lastPage - (lastPage / TracksPerTrouble)));
        var listedDegraded = await MeasureAsync(() => ListAsync(stores.Health, TrackHealthState.Degraded, lastPage / TracksPerTrouble));
        var restored = await MeasureAsync(() => LookAfterTroubledAsync(
            stores.Health, count, health => health with { State = TrackHealthState.Recovered, Strikes = 0, RecoveredAt = Now(0), CheckedAt = Now(0) }));
        if (await stores.Health.CountAsync(CancellationToken.None) is not { Degraded: 0, Dereferenced: 0 } counts || counts.Recovered != count)
        {
            throw new BenchException("Not all tracks were restored.");
        }

        BenchProtocol.Tell(new SweepResult(
            [healthy, marked, troubled, isChecked, listed, listedRemote, listedHealthy, listedDegraded, restored], before, ProcessMemory.PeakResident(Environment.ProcessId)));
        return 0;
    }

    private static DateTimeOffset Now(int batch) => DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(batch);

    private static async Task<SweptWork> MeasureAsync(Func<Task<long>> sweep)
    {
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var tracks = await sweep();
        return new SweptWork(tracks, new WorkResult(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
    }

    /// <summary>Answers at how many tracks of peers it looked.</summary>
    private static async Task<long> WalkAsync(ITrackHealthStore health, int batches)
    {
        var (tracks, position) = (0L, (Guid?)null);
        do
        {
            var page = await health.ListNextAsync(position, BatchSize, CancellationToken.None);
            tracks += page.Tracks.Count;
            position = page.Position;
        }
        while (position is not null && --batches > 0);

        return tracks;
    }

    /// <summary>A walk by which every tenth track has failed once. Answers at how many tracks of peers it looked.</summary>
    private static async Task<long> BringIntoTroubleAsync(ITrackHealthStore health)
    {
        var (tracks, position) = (0L, (Guid?)null);
        var changes = new List<HealthChange>();
        do
        {
            var page = await health.ListNextAsync(position, BatchSize, CancellationToken.None);
            changes.AddRange(page.Tracks.Where(_ => ++tracks % TracksPerTrouble == 0).Select(track => new HealthChange(
                track.Hash,
                track.Health with { State = TrackHealthState.Degraded, Strikes = 1, LastFailure = CopyFailure.Unreachable, FailedAt = Now(0) })));
            position = page.Position;
            if (changes.Count >= BatchSize || (position is null && changes.Count > 0))
            {
                await SaveAsync(health, changes);
                changes.Clear();
            }
        }
        while (position is not null);

        return tracks;
    }

    /// <summary>Takes those in trouble, the longest unchecked first, and writes what has become of them, until it has had so many.</summary>
    private static async Task<long> LookAfterTroubledAsync(ITrackHealthStore health, long count, Func<TrackHealth, TrackHealth> decide)
    {
        var written = 0L;
        while (written < count)
        {
            var troubled = await health.ListTroubledAsync(BatchSize, CancellationToken.None);
            written += await SaveAsync(health, [.. troubled.Select(track => new HealthChange(track.Hash, decide(track.Health)))]);
        }

        return written;
    }

    private static async Task<long> ListAsync(ITrackHealthStore health, TrackHealthState? state, int page) =>
        (await health.ListAsync(state, page, PageSize, CancellationToken.None)).Tracks.Count;

    private static async Task<int> SaveAsync(ITrackHealthStore health, List<HealthChange> changes) =>
        await health.SaveAsync(changes, CancellationToken.None) is var written && written == changes.Count && written > 0
            ? written
            : throw new BenchException($"Of {changes.Count} healths, not all were written.");
}
