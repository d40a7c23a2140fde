using Dapper;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>How tracks that only peers hold have done, in an SQLite file.</summary>
internal sealed partial class SqliteTrackHealthStore(SqliteDatabase database) : ITrackHealthStore
{
    private const string FindSql = $"SELECT {TrackHealthRow.Columns} FROM tracks t JOIN track_health h ON h.track_id = t.id WHERE t.hash = @hash";

    private const string ListStrikesSql = $"SELECT {CopyStrikesRow.Columns} FROM copy_strikes s WHERE s.hash = @hash ORDER BY s.node";

    private const string AddStrikeSql = """
        INSERT INTO copy_strikes (hash, node, strikes, last_failure, failed_at)
        SELECT hash, node, 1, @failure, @at FROM copies WHERE node = @node AND hash = @hash
        ON CONFLICT (hash, node) DO UPDATE SET strikes = strikes + 1, last_failure = excluded.last_failure, failed_at = excluded.failed_at
        RETURNING strikes
        """;

    private const string ClearStrikesSql = "DELETE FROM copy_strikes WHERE hash = @hash AND node = @node";

    private const string CountSql = """
        SELECT remote_tracks - recovered - degraded - dereferenced AS Healthy, recovered AS Recovered, degraded AS Degraded, dereferenced AS Dereferenced
        FROM totals
        """;

    private readonly SqliteDatabase _database = database;

    /// <inheritdoc/>
    public Task<TrackHealth> FindAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            db => db.QuerySingleOrDefault<TrackHealthRow>(FindSql, new { hash = hash.ToArray() })?.ToHealth() ?? TrackHealth.Healthy, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CopyStrikes>> ListStrikesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<CopyStrikes>>(
            db => [.. db.Query<CopyStrikesRow>(ListStrikesSql, new { hash = hash.ToArray() }).Select(row => row.ToStrikes())], cancellationToken);

    /// <inheritdoc/>
    public Task<int> AddStrikeAsync(BlobHash hash, NodeId peer, CopyFailure failure, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var parameters = new { hash = hash.ToArray(), node = peer.ToArray(), failure = (int)failure, at = at.UtcTicks };
        return _database.WriteAsync(db => db.QuerySingleOrDefault<int>(AddStrikeSql, parameters), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ClearStrikesAsync(BlobHash hash, NodeId peer, CancellationToken cancellationToken) =>
        _database.WriteAsync(db => db.Execute(ClearStrikesSql, new { hash = hash.ToArray(), node = peer.ToArray() }), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One row is read: triggers keep the numbers up to date within each change.</remarks>
    public Task<HealthCounts> CountAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingle<HealthCounts>(CountSql), cancellationToken);
}
