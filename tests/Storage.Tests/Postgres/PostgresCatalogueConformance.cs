using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Tests.Catalogue;
using SoundTime.Storage.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every catalogue, held by PostgreSQL.</summary>
public sealed partial class PostgresCatalogueConformance : CatalogueConformance
{
    private TestDatabase _testDatabase = null!;
    private PostgresDatabase _database = null!;

    private PostgresCatalogue Store => (PostgresCatalogue)Catalogue;

    public override async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _testDatabase.DisposeAsync();
    }

    private protected override async Task<ICatalogue> OpenAsync(TimeProvider time)
    {
        _testDatabase = await (await PostgresServer.Shared).CreateDatabaseAsync(Cancel);
        _database = await PostgresDatabase.OpenAsync(_testDatabase.Url, PostgresMigration.All, TimeProvider.System, NullLogger.Instance, Cancel);
        return new PostgresCatalogue(_database, time);
    }
}
