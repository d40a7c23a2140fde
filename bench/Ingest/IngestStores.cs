using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Bench;

/// <summary>Our two stores, by name.</summary>
internal static class IngestStores
{
    /// <summary>The store in an SQLite file, whose address is a path.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The store in PostgreSQL, whose address is a URL.</summary>
    public const string Postgres = "postgres";

    /// <summary>Opens a store, and makes its tables where they are missing.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static async Task<IStores> OpenAsync(string store, string address, CancellationToken cancellationToken) => store switch
    {
        Sqlite => await SqliteStores.OpenAsync(address, TimeProvider.System, NullLogger.Instance, cancellationToken),
        Postgres => await PostgresStores.OpenAsync(address, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken),
        _ => throw new BenchException($"There is no store \"{store}\"."),
    };
}
