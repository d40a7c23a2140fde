using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Postgres;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Killing;

/// <summary>Kills of nodes on PostgreSQL.</summary>
public sealed class PostgresSyncKillTests : SyncKillTests
{
    private protected override async Task<KilledStore> CreateStoreAsync(string dataFolder)
    {
        var server = await PostgresServer.Shared;
        var database = await server.CreateDatabaseAsync(Cancellation);
        Directory.CreateDirectory(dataFolder);
        await File.WriteAllTextAsync(Path.Combine(dataFolder, "soundtime.conf"), $"DATABASE_URL={database.Url}\n", Cancellation);
        return new KilledStore(
            async cancellationToken => await PostgresStores.OpenAsync(database.Url, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken),
            database.DisposeAsync);
    }
}
