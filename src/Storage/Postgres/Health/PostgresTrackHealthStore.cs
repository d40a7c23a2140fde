using Dapper;
using SoundTime.Storage.Health;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>How tracks that only peers hold have done, in a PostgreSQL database. Times are kept to the microsecond.</summary>
internal sealed partial class PostgresTrackHealthStore(PostgresDatabase database) : ITrackHealthStore
{
    private const string FindSql =
        $"SELECT {PostgresTrackHealthRow.Columns} FROM tracks t JOIN track_health h ON h.track_id = t.id WHERE t.hash = @hash";

    private const string ListStrikesSql = $"SELECT {PostgresCopyStrikesRow.Columns} FROM copy_strikes s WHERE s.hash = @hash ORDER BY s.node";

    /// <summary>The copy is held, so that it does not go before its strike is there.</summary>
    private const string AddStrikeSql = """
        INSERT INTO copy_strikes AS known (hash, node, strikes, last_failure, failed_at)
        SELECT hash, node, 1, @failure, @at FROM copies WHERE node = @node AND hash = @hash FOR KEY SHARE
        ON CONFLICT (hash, node) DO UPDATE SET strikes = known.strikes + 1, last_failure = excluded.last_failure, failed_at = excluded.failed_at
        RETURNING strikes
        """;

    private const string ClearStrikesSql = "DELETE FROM copy_strikes WHERE hash = @hash AND node = @node";

    private const string CountSql = """
        SELECT sum(remote_tracks - recovered - degraded - dereferenced)::bigint AS Healthy, sum(recovered)::bigint AS Recovered,
               sum(degraded)::bigint AS Degraded, sum(dereferenced)::bigint AS Dereferenced
        FROM totals
        """;

    /// <inheritdoc/>
    public async Task<TrackHealth> FindAsync(BlobHash hash, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresTrackHealthRow>(FindSql, new { hash = hash.ToArray() }, cancellationToken).ConfigureAwait(false))?.ToHealth()
            ?? TrackHealth.Healthy;

    /// <inheritdoc/>
    public Task<IReadOnlyList<CopyStrikes>> ListStrikesAsync(BlobHash hash, CancellationToken cancellationToken) =>
        database.ListAsync<PostgresCopyStrikesRow, CopyStrikes>(ListStrikesSql, new { hash = hash.ToArray() }, row => row.ToStrikes(), cancellationToken);

    /// <inheritdoc/>
    public Task<int> AddStrikeAsync(BlobHash hash, NodeId peer, CopyFailure failure, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var parameters = new { hash = hash.ToArray(), node = peer.ToArray(), failure = (int)failure, at = at.ToUniversalTime() };
        return database.WriteAsync(
            (db, _, cancel) => db.QuerySingleOrDefaultAsync<int>(Command(AddStrikeSql, parameters, cancel)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ClearStrikesAsync(BlobHash hash, NodeId peer, CancellationToken cancellationToken) =>
        database.ChangeAsync(ClearStrikesSql, new { hash = hash.ToArray(), node = peer.ToArray() }, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A few rows are read: triggers keep the numbers up to date within each change.</remarks>
    public async Task<HealthCounts> CountAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<HealthCounts>(CountSql, null, cancellationToken).ConfigureAwait(false))!;
}
