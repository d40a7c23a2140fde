using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Postgres;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>An empty database with all tables, for tests that look beneath the stores.</summary>
public sealed class PostgresDatabaseFixture : IAsyncLifetime
{
    /// <summary>The database, from outside.</summary>
    public TestDatabase Outside { get; private set; } = null!;

    internal PostgresDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Outside = await (await PostgresServer.Shared).CreateDatabaseAsync(TestContext.Current.CancellationToken);
        Database = await PostgresDatabase.OpenAsync(
            Outside.Url, Migration.Postgres, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Outside.DisposeAsync();
    }
}
