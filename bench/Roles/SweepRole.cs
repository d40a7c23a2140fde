using System.Diagnostics;
using SoundTime.Grains.Tracks;
using SoundTime.Storage;
using SoundTime.Storage.Health;

namespace SoundTime.Bench;

/// <summary>Sweeps over all tracks that peers hold by the code of the sweep's grain, and tells how long that took and how much memory.</summary>
internal static class SweepRole
{
    /// <summary>Of so many tracks, one is brought into trouble.</summary>
    private const int TracksPerTrouble = 10;

    private const int WarmUpPages = 20;

    /// <summary>Tracks on a page for people.</summary>
    private const int PageSize = 100;

    /// <param name="store">Which of our stores.</param>
    /// <param name="address">The address of the database, filled.</param>
    public static async Task<int> RunAsync(string store, string address)
    {
        await using var stores = await IngestStores.OpenAsync(store, address, CancellationToken.None);
        var blobs = new BlobsSaidToBeHere();
        var sweeper = new TrackSweeper(stores.Health, blobs, TimeProvider.System);
        await WalkAsync(sweeper, WarmUpPages);
        var before = MemorySnapshot.Take().Resident;
        List<SweptWork> passes =
        [
            await MeasureAsync(() => WalkAsync(sweeper, int.MaxValue)),
            await MeasureAsync(() => BringIntoTroubleAsync(stores.Health)),
            await MeasureAsync(() => WalkAsync(sweeper, int.MaxValue)),
        ];
        var (all, troubled) = (passes[0].Tracks, passes[0].Tracks / TracksPerTrouble);
        Require(await stores.Health.CountAsync(CancellationToken.None) == new HealthCounts(all - troubled, 0, troubled, 0));

        passes.Add(await MeasureAsync(() => SweepTroubledAsync(sweeper, troubled)));
        passes.Add(await MeasureAsync(async () => (await stores.Catalogue.ListTracksAsync(LastPageOf(all), PageSize, CancellationToken.None)).Tracks.Count));
        passes.Add(await MeasureAsync(() => ListAsync(stores.Health, null, all)));
        passes.Add(await MeasureAsync(() => ListAsync(stores.Health, TrackHealthState.Healthy, all - troubled)));
        passes.Add(await MeasureAsync(() => ListAsync(stores.Health, TrackHealthState.Degraded, troubled)));

        blobs.AreHere = true;
        passes.Add(await MeasureAsync(() => SweepTroubledAsync(sweeper, troubled)));
        Require(await stores.Health.CountAsync(CancellationToken.None) == new HealthCounts(all, 0, 0, 0));
        BenchProtocol.Tell(new SweepResult([.. passes], before, ProcessMemory.PeakResident(Environment.ProcessId), MemorySnapshot.Take().Resident));
        return 0;
    }

    private static async Task<SweptWork> MeasureAsync(Func<Task<long>> sweep)
    {
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var tracks = await sweep();
        return new SweptWork(tracks, new WorkResult(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
    }

    /// <summary>Answers at how many tracks of peers it looked.</summary>
    private static async Task<long> WalkAsync(TrackSweeper sweeper, int pages)
    {
        var (tracks, position) = (0L, (Guid?)null);
        do
        {
            var page = await sweeper.SweepNextAsync(position, TrackSweeper.PageSize, CancellationToken.None);
            tracks += page.Checked;
            position = page.Position;
        }
        while (position is not null && --pages > 0);

        return tracks;
    }

    /// <summary>A walk by which every tenth track has come wrong once. Answers at how many tracks of peers it looked.</summary>
    private static async Task<long> BringIntoTroubleAsync(ITrackHealthStore health)
    {
        var (tracks, position) = (0L, (Guid?)null);
        var changes = new List<HealthChange>();
        do
        {
            var page = await health.ListNextAsync(position, TrackSweeper.PageSize, CancellationToken.None);
            changes.AddRange(page.Tracks.Where(_ => ++tracks % TracksPerTrouble == 0).Select(track => new HealthChange(
                track.Hash,
                track.Health with { State = TrackHealthState.Degraded, Strikes = 1, LastFailure = CopyFailure.WrongBytes, FailedAt = DateTimeOffset.UnixEpoch })));
            position = page.Position;
            if (changes.Count >= TrackSweeper.PageSize || (position is null && changes.Count > 0))
            {
                Require(await health.SaveAsync(changes, CancellationToken.None) == changes.Count);
                changes.Clear();
            }
        }
        while (position is not null);

        return tracks;
    }

    /// <summary>Looks after those in trouble, the longest unchecked first, until each had its turn. Answers how many there were.</summary>
    private static async Task<long> SweepTroubledAsync(TrackSweeper sweeper, long troubled)
    {
        for (var seen = 0L; seen < troubled; seen += TrackSweeper.PageSize)
        {
            await sweeper.SweepTroubledAsync(TrackSweeper.PageSize, mayFetch: _ => false, CancellationToken.None);
        }

        return troubled;
    }

    private static async Task<long> ListAsync(ITrackHealthStore health, TrackHealthState? state, long tracks) =>
        (await health.ListAsync(state, LastPageOf(tracks), PageSize, CancellationToken.None)).Tracks.Count;

    private static int LastPageOf(long tracks) => (int)((tracks + PageSize - 1) / PageSize);

    private static void Require(bool isSo)
    {
        if (!isSo)
        {
            throw new BenchException("Healths are not as they were written.");
        }
    }
}
