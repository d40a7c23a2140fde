using SoundTime.Storage;

namespace SoundTime.Bench;

/// <summary>How fast a peer's catalogue is taken in by each of the stores, beside the same rows loaded by the database's own means.</summary>
internal sealed class IngestMeasurement : IMeasurement
{
    private const double Megabyte = 1e6;

    public string Name => "ingest";

    public string Title => $"{AnnouncedMusic.Tracks:N0} announcements of one peer, in pages of {AnnouncedMusic.PageSize}";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        await using (var sqlite = new SqliteIngestDatabase(context.Folder))
        {
            rows.AddRange(await MeasureAsync(sqlite, context, cancellationToken));
        }

        await using (var postgres = await PostgresIngestDatabase.StartAsync(cancellationToken))
        {
            rows.AddRange(await MeasureAsync(postgres, context, cancellationToken));
        }

        return new Section(
            Name,
            Title,
            "Ours: each page is one call of the catalogue, so one transaction, on the disk when it ends; a new process and a new database for every run. "
            + "Raw: the rows that ours left behind, loaded into the same empty tables with the same indexes, triggers and flushing; only writing is timed. "
            + "CPU and memory are our process's, without those of a server: peak is the most that it ever had (VmHWM).",
            "within 3 times the raw load; known ones in under 2 s; memory that does not grow with the number of announcements",
            [
                new("store", "Store"), new("what", "What"), new("best", "Best s", "F2"), new("median", "Median s", "F2"), new("perSecond", "Tracks/s", "F0"),
                new("cpuSeconds", "Our CPU s", "F2"), new("ratio", "Ours / this", "F2"), new("beforeMegabytes", "Before MB", "F0"), new("atTenthMegabytes", "Peak of first tenth MB", "F0"),
                new("peakMegabytes", "Peak MB", "F0"),
            ],
            rows);
    }

    private static async Task<List<object?[]>> MeasureAsync(IIngestDatabase database, BenchContext context, CancellationToken cancellationToken)
    {
        var ours = new List<IngestResult>();
        var raw = database.RawLoads.Select(_ => new List<double>()).ToList();

        // The first run is not counted: it warms up the drivers in this process, where the raw loads run.
        for (var run = 0; run <= context.Runs; run++)
        {
            var address = await database.CreateAsync(cancellationToken);
            await using var process = ChildProcess.StartRole(
                context.Folder, "ingest", database.Store, await database.CreateAsync(cancellationToken), address);
            ours.Add(await process.ReadAsync<IngestResult>(cancellationToken));
            for (var i = 0; i < raw.Count; i++)
            {
                var target = await database.CreateAsync(cancellationToken);
                var stores = await IngestStores.OpenAsync(database.Store, target, cancellationToken);
                await stores.DisposeAsync();
                raw[i].Add(await database.RawLoads[i].RunAsync(address, target, cancellationToken));
                await RequireSameAsync(database.Store, address, target, cancellationToken);
            }
        }

        var counted = ours.Skip(1).ToList();
        var first = Samples.Median(counted.Select(result => result.First.Seconds));
        var rows = new List<object?[]>
        {
            ToRow(database.Name, "ours, all new", counted, result => result.First),
            ToRow(database.Name, "ours, all known", counted, result => result.Again),
        };
        rows.AddRange(database.RawLoads.Select((load, i) => ToRow(database.Name, $"raw, {load.Name}", [.. raw[i].Skip(1)], first)));
        return rows;
    }

    /// <summary>Both must hold the same number of everything, by their triggers too.</summary>
    private static async Task RequireSameAsync(string store, string ours, string raw, CancellationToken cancellationToken)
    {
        await using IStores one = await IngestStores.OpenAsync(store, ours, cancellationToken), other = await IngestStores.OpenAsync(store, raw, cancellationToken);
        var (counts, rawCounts) = (await one.Catalogue.CountAsync(cancellationToken), await other.Catalogue.CountAsync(cancellationToken));
        var (copies, rawCopies) = (
            await one.Catalogue.CountCopiesAsync(AnnouncedMusic.Peer, cancellationToken), await other.Catalogue.CountCopiesAsync(AnnouncedMusic.Peer, cancellationToken));
        if (counts != rawCounts || copies != rawCopies || copies != AnnouncedMusic.Tracks)
        {
            throw new BenchException($"The databases differ: {counts} and {copies} copies, {rawCounts} and {rawCopies} copies.");
        }
    }

    private static object?[] ToRow(string store, string what, IReadOnlyList<IngestResult> ours, Func<IngestResult, WorkResult> part)
    {
        var median = Samples.Median(ours.Select(result => part(result).Seconds));
        return
        [
            store, what, ours.Min(result => part(result).Seconds), median, AnnouncedMusic.Tracks / median,
            Samples.Median(ours.Select(result => part(result).CpuSeconds)), null,
            ours.Max(result => result.Before) / Megabyte, ours.Max(result => result.AtTenth) / Megabyte, ours.Max(result => result.Peak) / Megabyte,
        ];
    }

    private static object?[] ToRow(string store, string what, IReadOnlyList<double> seconds, double ours)
    {
        var median = Samples.Median(seconds);
        return [store, what, seconds.Min(), median, AnnouncedMusic.Tracks / median, null, ours / median, null, null, null];
    }
}
