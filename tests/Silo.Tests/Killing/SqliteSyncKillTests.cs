using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Silo.Tests.Killing;

/// <summary>Kills of nodes on SQLite.</summary>
public sealed class SqliteSyncKillTests : SyncKillTests
{
    private protected override Task<KilledStore> CreateStoreAsync(string dataFolder) => Task.FromResult(new KilledStore(
        async cancellationToken => await SqliteStores.OpenAsync(
            Path.Combine(dataFolder, "soundtime.db"), TimeProvider.System, NullLogger.Instance, cancellationToken),
        () => ValueTask.CompletedTask));
}
