using Dapper;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Sqlite;

/// <summary>The catalogue in an SQLite file.</summary>
/// <remarks>
/// Every change is on the disk (fsync) before its task ends. Artists and albums go with the last track that names them.
/// </remarks>
internal sealed partial class SqliteCatalogue(SqliteDatabase database, TimeProvider time, StoreLimits limits) : ICatalogue
{
    private const string CountSql = """
        SELECT local_tracks AS LocalTracks, remote_tracks AS RemoteTracks, albums AS Albums, artists AS Artists FROM totals
        """;

    private readonly SqliteDatabase _database = database;
    private readonly TimeProvider _time = time;
    private readonly StoreLimits _limits = limits;

    /// <inheritdoc/>
    /// <remarks>One row is read: triggers keep the numbers up to date within each change.</remarks>
    public Task<CatalogueCounts> CountAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingle<CatalogueCounts>(CountSql), cancellationToken);
}
