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

namespace SoundTime.Storage.Sqlite;

/// <summary>All that a node keeps, in one SQLite file: the store of a host that runs as one process.</summary>
public sealed class SqliteStores : IStores
{
    private readonly SqliteDatabase _database;

    private SqliteStores(SqliteDatabase database, TimeProvider time, StoreLimits limits)
    {
        _database = database;
        Catalogue = new SqliteCatalogue(database, time, limits);
        Covers = new SqliteCoverStore(database);
        Peers = new SqlitePeerStore(database, limits);
        Blocks = new SqliteBlockList(database, time);
        GrainStates = new SqliteGrainStateStore(database);
        Reminders = new SqliteReminderStore(database);
        Settings = new SqliteSettingStore(database);
        Search = new SqliteSearchIndex(database);
        Integrity = new SqliteIntegrityStore(database, time, limits);
        Health = new SqliteTrackHealthStore(database);
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
    /// Opens the database file, creates it (and its folder) if it is missing, and brings its schema up to date; before the schema of an
    /// existing database changes, a backup is made beside it (<c>soundtime.db.before-0002</c>).
    /// </summary>
    /// <exception cref="StorageException">
    /// The file cannot be opened, is damaged, not ours or newer than this program. It was left as it is.
    /// </exception>
    public static Task<SqliteStores> OpenAsync(string databasePath, TimeProvider time, ILogger logger, CancellationToken cancellationToken) =>
        OpenAsync(databasePath, time, StoreLimits.Default, SqliteDatabase.DefaultBusyTimeout, logger, cancellationToken);

    internal static async Task<SqliteStores> OpenAsync(
        string databasePath, TimeProvider time, StoreLimits limits, TimeSpan busyTimeout, ILogger logger, CancellationToken cancellationToken)
    {
        var database = await SqliteDatabase.OpenAsync(databasePath, Migration.Sqlite, busyTimeout, logger, cancellationToken).ConfigureAwait(false);
        return new SqliteStores(database, time, limits);
    }

    /// <summary>Lets running queries end, then closes the file.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
