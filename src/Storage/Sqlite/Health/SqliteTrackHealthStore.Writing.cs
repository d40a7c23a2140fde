using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <content>Healths are written.</content>
internal sealed partial class SqliteTrackHealthStore
{
    private const string AddSql = """
        INSERT INTO track_health (track_id, is_local, state, strikes, is_taken_out, last_failure, failed_at, recovered_at, checked_at, version)
        SELECT id, is_local, @state, @strikes, @isTakenOut, @lastFailure, @failedAt, @recoveredAt, @checkedAt, @version FROM tracks WHERE hash = @hash
        ON CONFLICT (track_id) DO NOTHING
        """;

    private const string UpdateSql = """
        UPDATE track_health SET state = @state, strikes = @strikes, is_taken_out = @isTakenOut, last_failure = @lastFailure, failed_at = @failedAt,
               recovered_at = @recoveredAt, checked_at = @checkedAt, version = @version
        WHERE track_id = (SELECT id FROM tracks WHERE hash = @hash) AND version = @seen
        """;

    private const string RemoveSql = "DELETE FROM track_health WHERE track_id = (SELECT id FROM tracks WHERE hash = @hash) AND version = @seen";

    private const string FindUnstoredSql = """
        SELECT 1 FROM tracks t WHERE t.hash = @hash AND NOT EXISTS (SELECT 1 FROM track_health WHERE track_id = t.id)
        """;

    private static readonly string[] Parameters =
        ["@hash", "@state", "@strikes", "@isTakenOut", "@lastFailure", "@failedAt", "@recoveredAt", "@checkedAt", "@version", "@seen"];

    /// <inheritdoc/>
    public async Task<int> SaveAsync(IReadOnlyList<HealthChange> changes, CancellationToken cancellationToken) =>
        changes.Count == 0
            ? 0
            : await _database.WriteAsync(
                db =>
                {
                    using var add = new SqliteStatement(db, AddSql, Parameters.AsSpan(..^1));
                    using var update = new SqliteStatement(db, UpdateSql, Parameters);
                    using var remove = new SqliteStatement(db, RemoveSql, "@hash", "@seen");
                    using var findUnstored = new SqliteStatement(db, FindUnstoredSql, "@hash");
                    return changes.DistinctBy(change => change.Hash).Sum(change =>
                    {
                        var (hash, health) = (change.Hash.ToArray(), change.Health);
                        return (health.DepartsFromHealthy, health.Version) switch
                        {
                            (true, 0) => add.Execute([hash, .. ValuesOf(health)]),
                            (true, var seen) => update.Execute([hash, .. ValuesOf(health), seen]),
                            (false, 0) => findUnstored.Find(hash) is null ? 0 : 1,
                            (false, var seen) => remove.Execute(hash, seen),
                        };
                    });
                },
                cancellationToken).ConfigureAwait(false);

    private static object?[] ValuesOf(TrackHealth health) =>
    [
        (int)health.State, health.Strikes, health.IsTakenOut, (int?)health.LastFailure, health.FailedAt?.UtcTicks, health.RecoveredAt?.UtcTicks,
        health.CheckedAt?.UtcTicks, TrackHealth.NewVersion(),
    ];
}
