using Dapper;
using SoundTime.Storage.Health;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Healths are written, all of a call by a few statements.</content>
internal sealed partial class PostgresTrackHealthStore
{
    private const string Said = """
        unnest(@hashes, @departs, @seen, @states, @strikes, @takenOut, @lastFailures, @failed, @recovered, @checked, @versions)
          AS said (hash, departs, seen, state, strikes, is_taken_out, last_failure, failed_at, recovered_at, checked_at, version)
        """;

    /// <summary>The tracks are held, so that none goes, or comes to be local, before its health is there.</summary>
    private const string AddSql = $"""
        INSERT INTO track_health (track_id, is_local, state, strikes, is_taken_out, last_failure, failed_at, recovered_at, checked_at, version)
        SELECT t.id, t.is_local, said.state, said.strikes, said.is_taken_out, said.last_failure, said.failed_at, said.recovered_at, said.checked_at, said.version
        FROM {Said} JOIN tracks t ON t.hash = said.hash WHERE said.departs AND said.seen = 0 FOR SHARE OF t
        ON CONFLICT (track_id) DO NOTHING
        """;

    private const string UpdateSql = $"""
        UPDATE track_health SET state = said.state, strikes = said.strikes, is_taken_out = said.is_taken_out, last_failure = said.last_failure,
               failed_at = said.failed_at, recovered_at = said.recovered_at, checked_at = said.checked_at, version = said.version
        FROM {Said}
        WHERE said.departs AND track_health.track_id = (SELECT id FROM tracks WHERE hash = said.hash) AND track_health.version = said.seen
        """;

    private const string RemoveSql = $"""
        DELETE FROM track_health USING {Said}
        WHERE NOT said.departs AND track_health.track_id = (SELECT id FROM tracks WHERE hash = said.hash) AND track_health.version = said.seen
        """;

    private const string CountUnstoredSql = """
        SELECT count(*)::integer FROM tracks t WHERE t.hash = ANY (@unstored) AND NOT EXISTS (SELECT FROM track_health WHERE track_id = t.id)
        """;

    /// <inheritdoc/>
    public async Task<int> SaveAsync(IReadOnlyList<HealthChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return 0;
        }

        // All take tracks in this order, as the catalogue does.
        var parameters = ToParameters([.. changes.DistinctBy(change => change.Hash).OrderBy(change => change.Hash)]);
        return await database.WriteAsync(
            async (db, _, cancel) =>
                await db.ExecuteAsync(Command($"{AddSql}; {UpdateSql}; {RemoveSql}", parameters, cancel)).ConfigureAwait(false)
                + await db.ExecuteScalarAsync<int>(Command(CountUnstoredSql, parameters, cancel)).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    private static object ToParameters(IReadOnlyList<HealthChange> changes)
    {
        TrackHealth[] healths = [.. changes.Select(change => change.Health)];
        return new
        {
            hashes = changes.Select(change => change.Hash.ToArray()).ToArray(),
            departs = healths.Select(health => health.DepartsFromHealthy).ToArray(),
            seen = healths.Select(health => health.Version).ToArray(),
            states = healths.Select(health => (int)health.State).ToArray(),
            strikes = healths.Select(health => health.Strikes).ToArray(),
            takenOut = healths.Select(health => health.IsTakenOut).ToArray(),
            lastFailures = healths.Select(health => (int?)health.LastFailure).ToArray(),
            failed = healths.Select(health => health.FailedAt?.ToUniversalTime()).ToArray(),
            recovered = healths.Select(health => health.RecoveredAt?.ToUniversalTime()).ToArray(),
            @checked = healths.Select(health => health.CheckedAt?.ToUniversalTime()).ToArray(),
            versions = healths.Select(_ => TrackHealth.NewVersion()).ToArray(),
            unstored = changes.Where(change => change.Health is { DepartsFromHealthy: false, Version: 0 }).Select(change => change.Hash.ToArray()).ToArray(),
        };
    }
}
