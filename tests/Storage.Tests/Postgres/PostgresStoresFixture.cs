using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>A database of the server that all tests share.</summary>
public sealed class PostgresStoresFixture : StoresFixture
{
    private const string DropTables = """
        DO $$ BEGIN EXECUTE (SELECT 'DROP TABLE ' || string_agg(tablename, ', ') || ' CASCADE' FROM pg_tables WHERE schemaname = 'public'); END $$
        """;

    private TestDatabase? _database;

    public override Task BreakAsync(CancellationToken cancellationToken) => ExecuteAsync(DropTables, cancellationToken);

    /// <summary>Runs SQL beside the stores.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => _database!.ExecuteAsync(sql, cancellationToken);

    private protected override async Task<IStores> ConnectAsync(StoreLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        _database ??= await (await PostgresServer.Shared).CreateDatabaseAsync(MigrateAsync, cancellationToken);
        return await PostgresStores.OpenAsync(_database.Url, time, limits, NullLoggerFactory.Instance, cancellationToken);
    }

    private protected override ValueTask RemoveAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task MigrateAsync(string url, CancellationToken cancellationToken) =>
        await (await PostgresStores.OpenAsync(url, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken)).DisposeAsync();
}
