using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace SoundTime.Bench;

/// <summary>SQLite files in the temporary folder.</summary>
internal sealed class SqliteIngestDatabase(string folder) : IIngestDatabase
{
    /// <summary>What our store sets, so that both sides flush and cache alike.</summary>
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384";

    public string Name => "SQLite";

    public string Store => IngestStores.Sqlite;

    public IReadOnlyList<RawLoad> RawLoads => [new($"prepared inserts, {AnnouncedMusic.PageSize} tracks a transaction", InsertAsync)];

    public Task<string> CreateAsync(CancellationToken cancellationToken) => Task.FromResult(Path.Combine(folder, $"{Path.GetRandomFileName()}.db"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<double> InsertAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = await OpenAsync(from, cancellationToken);
        await using var target = await OpenAsync(to, cancellationToken);
        await using (var settings = target.CreateCommand())
        {
            settings.CommandText = Settings;
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        var seconds = 0.0;
        foreach (var tables in IngestTables.Names.Select(table => new[] { table }).Append([.. IngestTables.Tracks]))
        {
            var copiers = tables.Select(table => new SqliteTableCopier(source, target, table.Name, table.SelectSql)).ToList();
            while (copiers.Aggregate(false, (any, copier) => copier.ReadPage(AnnouncedMusic.PageSize) || any))
            {
                var started = Stopwatch.GetTimestamp();
                await using var transaction = target.BeginTransaction();
                copiers.ForEach(copier => copier.InsertPage(transaction));
                transaction.Commit();
                seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            }

            copiers.ForEach(copier => copier.Dispose());
        }

        return seconds;
    }

    private static async Task<SqliteConnection> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
