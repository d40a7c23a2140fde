using SoundTime.Storage.Peers;

namespace SoundTime.Bench;

/// <summary>How fast the sweep goes over a large catalogue, on both stores.</summary>
internal sealed class SweepMeasurement : IMeasurement
{
    private const double Megabyte = 1e6;

    /// <summary>What PostgreSQL takes where nobody sets it.</summary>
    private const string PostgresMemory = "128MB";

    private static readonly string[] Passes =
    [
        "walk, all healthy", "walk, every tenth written", "walk, a tenth in trouble", "those in trouble, checked", "last page of the catalogue", "last page of all", "last page of healthy ones",
        "last page of degraded ones", "those in trouble, found here",
    ];

    public string Name => "sweep";

    public string Title => "A sweep over the tracks of peers";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var music = new SearchMusic(context.Tracks);
        var rows = new List<object?[]>();
        await using (var sqlite = new SqliteIngestDatabase(context.Folder))
        {
            var path = await sqlite.CreateAsync(cancellationToken);
            rows.AddRange(await MeasureAsync(context, sqlite, path, () => ValueTask.FromResult<ISearchTables>(new SqliteSearchTables(path)), music, cancellationToken));
        }

        await using (var postgres = await PostgresIngestDatabase.StartAsync(cancellationToken, PostgresMemory))
        {
            var url = await postgres.CreateAsync(cancellationToken);
            rows.AddRange(await MeasureAsync(
                context, postgres, url, async () => new PostgresSearchTables(await PostgresIngestDatabase.OpenAsync(url, cancellationToken)), music, cancellationToken));
        }

        return new Section(
            Name,
            $"A sweep over {music.Tracks:N0} tracks of a peer that is online",
            $"By the code of the sweep's grain (TrackSweeper), {Grains.Tracks.TrackSweeper.PageSize} tracks at a time, in a process of its own, without network and without a look at the disk for blobs. Walk: from "
            + "the first track to the last. Those in trouble: the longest unchecked first, until each was looked at and written. Last pages: 100 tracks of ITrackHealthStore.ListAsync, once, beside "
            + "ICatalogue.ListTracksAsync. CPU and memory are our process's, without those of a server; before and after: garbage collected.",
            "20,000 tracks a second",
            [
                new("store", "Store"), new("what", "What"), new("tracks", "Tracks", "N0"), new("seconds", "s", "F2"), new("perSecond", "Tracks/s", "F0"), new("cpuSeconds", "Our CPU s", "F2"),
                new("beforeMegabytes", "Before MB", "F0"), new("peakMegabytes", "Peak MB", "F0"), new("afterMegabytes", "After MB", "F0"),
            ],
            rows);
    }

    private static async Task<List<object?[]>> MeasureAsync(
        BenchContext context, IIngestDatabase database, string address, Func<ValueTask<ISearchTables>> openTables, SearchMusic music, CancellationToken cancellationToken)
    {
        await using (var stores = await IngestStores.OpenAsync(database.Store, address, cancellationToken))
        await using (var tables = await openTables())
        {
            await stores.Peers.SaveAsync(new PeerRecord { Id = SearchMusic.Peer, AddedAt = DateTimeOffset.UnixEpoch, IsOnline = true }, cancellationToken);
            await SearchLoad.WriteTracksAsync(tables, music, music.Tracks, database.Name, cancellationToken);
        }

        await using var process = ChildProcess.StartRole(context.Folder, "sweep", database.Store, address);
        var result = await process.ReadAsync<SweepResult>(cancellationToken);
        return [.. result.Passes.Select((pass, i) => (object?[])
        [
            database.Name, Passes[i], pass.Tracks, pass.Work.Seconds, pass.Tracks / pass.Work.Seconds, pass.Work.CpuSeconds,
            i == 0 ? result.Before / Megabyte : null, i == 0 ? result.Peak / Megabyte : null, i == 0 ? result.After / Megabyte : null,
        ])];
    }
}
