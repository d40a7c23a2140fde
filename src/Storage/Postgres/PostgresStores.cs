using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Covers;
using SoundTime.Storage.GrainStates;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Search;
using SoundTime.Storage.Settings;

namespace SoundTime.Storage.Postgres;

/// <summary>All that a node keeps, in one PostgreSQL database: the store of a host that runs as several processes.</summary>
public sealed class PostgresStores : IStores
{
    private readonly PostgresDatabase _database;

    private PostgresStores(PostgresDatabase database, TimeProvider time, StoreLimits limits)
    {
        _database = database;
        Catalogue = new PostgresCatalogue(database, time, limits);
        Covers = new PostgresCoverStore(database);
        Peers = new PostgresPeerStore(database, limits);
        Blocks = new PostgresBlockList(database, time);
        GrainStates = new PostgresGrainStateStore(database);
        Reminders = new PostgresReminderStore(database);
        Settings = new PostgresSettingStore(database);
        Search = new PostgresSearchIndex(database);
        Integrity = new PostgresIntegrityStore(database, time, limits);
        Health = new PostgresTrackHealthStore(database);
    }

    /// <inheritdoc/>
    public ICatalogue Catalogue { get; }

    /// <inheritdoc/>
    public ICoverStore Covers { get; }

    /// <inheritdoc/>
    public IPeerStore Peers { get; }

    /// <inheritdoc/>
    public IBlockList Blocks { get; }

    /// <inheritdoc/>
    public IGrainStateStore GrainStates { get; }

    /// <inheritdoc/>
    public IReminderStore Reminders { get; }

    /// <inheritdoc/>
    public ISettingStore Settings { get; }

    /// <inheritdoc/>
    public ISearchIndex Search { get; }

    /// <inheritdoc/>
    public ITrackHealthStore Health { get; }

    /// <inheritdoc/>
    public IIntegrityStore Integrity { get; }

    /// <summary>
    /// Opens the database and brings its schema up to date; several processes may do so at once. No backup is made: before the schema of a database that
    /// is in use changes, the log says how to make one.
    /// </summary>
    /// <param name="databaseUrl">
    /// <c>postgres://user:password@host:port/database?name=value</c>, percent-encoded, or a connection string of Npgsql.
    /// </param>
    /// <param name="time">The clock that rows are stamped by.</param>
    /// <param name="loggers">Where migrations are noted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StorageException">
    /// The database cannot be reached, is not ours, not in UTF-8, or newer than this program. It was left as it is. The text never holds the password.
    /// </exception>
    public static Task<PostgresStores> OpenAsync(string databaseUrl, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        OpenAsync(databaseUrl, time, StoreLimits.Default, loggers, cancellationToken);

    internal static async Task<PostgresStores> OpenAsync(
        string databaseUrl, TimeProvider time, StoreLimits limits, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        // The server goes by real time, whatever the clock of the stores: what waits for its locks does too.
        var database = await PostgresDatabase.OpenAsync(
            databaseUrl, Migration.Postgres, TimeProvider.System, loggers.CreateLogger<PostgresStores>(), cancellationToken).ConfigureAwait(false);
        return new PostgresStores(database, time, limits);
    }

    /// <summary>Closes the connections; those in use close when their work ends.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
