using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>A database file in a folder of its own.</summary>
public sealed class SqliteStoresFixture : StoresFixture
{
    private readonly TemporaryFolder _folder = new();

    private string DatabasePath => _folder["soundtime.db"];

    /// <summary>A connection beside the stores.</summary>
    public SqliteConnection OpenDirectly() => new($"Data Source={DatabasePath};Pooling=False;Foreign Keys=False");

    public override async Task BreakAsync(CancellationToken cancellationToken)
    {
        await using var direct = OpenDirectly();
        foreach (var table in direct.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").ToList())
        {
            await direct.ExecuteAsync(new CommandDefinition($"DROP TABLE IF EXISTS {table}", cancellationToken: cancellationToken));
        }
    }

    private protected override async Task<IStores> ConnectAsync(StoreLimits limits, TimeProvider time, CancellationToken cancellationToken) =>
        await SqliteStores.OpenAsync(DatabasePath, time, limits, SqliteDatabase.DefaultBusyTimeout, NullLogger.Instance, cancellationToken);

    private protected override ValueTask RemoveAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
