using Dapper;
using Microsoft.Extensions.Logging;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Sqlite;

/// <summary>The catalogue in an SQLite file: the store of a host that runs as one process.</summary>
/// <remarks>
/// Every change is on the disk (fsync) before its task ends. Artists and albums go with the last track that names them.
/// </remarks>
public sealed partial class SqliteCatalogue : ICatalogue, IAsyncDisposable
{
    private const string CountSql = """
        SELECT local_tracks AS LocalTracks, remote_tracks AS RemoteTracks, albums AS Albums, artists AS Artists FROM totals
        """;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    /// <summary>Most copies of one peer that are kept; lower in tests.</summary>
    internal long MaxCopiesPerPeer { get; set; } = CatalogueLimits.MaxCopiesPerPeer;

    private SqliteCatalogue(SqliteDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>
    /// Opens the database file, creates it (and its folder) if it is missing, and brings its schema up to date; before the schema of an
    /// existing database changes, a backup is made beside it (<c>soundtime.db.before-0002</c>).
    /// </summary>
    /// <exception cref="StorageException">
    /// The file cannot be opened, is damaged, not ours or newer than this program. It was left as it is.
    /// </exception>
    public static Task<SqliteCatalogue> OpenAsync(
        string databasePath, TimeProvider time, ILogger<SqliteCatalogue> logger, CancellationToken cancellationToken) =>
        OpenAsync(databasePath, time, SqliteDatabase.DefaultBusyTimeout, logger, cancellationToken);

    internal static async Task<SqliteCatalogue> OpenAsync(
        string databasePath, TimeProvider time, TimeSpan busyTimeout, ILogger logger, CancellationToken cancellationToken) =>
        new(await SqliteDatabase.OpenAsync(databasePath, SqliteMigration.All, busyTimeout, logger, cancellationToken).ConfigureAwait(false), time);

    /// <inheritdoc/>
    /// <remarks>One row is read: triggers keep the numbers up to date within each change.</remarks>
    public Task<CatalogueCounts> CountAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingle<CatalogueCounts>(CountSql), cancellationToken);

    /// <summary>Lets running queries end, then closes the file.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
