using Dapper;
using Npgsql;
using SoundTime.Storage.Health;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>What the sweep looks at.</content>
internal sealed partial class PostgresTrackHealthStore
{
    /// <summary>One holder is looked up for each track (LIMIT): a join might read all copies of the peers that are online.</summary>
    private const string SweptColumns = $"""
        SELECT t.id AS Id, t.hash AS Hash, t.file_size AS FileSize, t.is_local AS IsLocal,
               NOT t.is_local AND coalesce((
                   SELECT true FROM copies JOIN peers ON peers.node = copies.node
                    WHERE copies.hash = t.hash AND peers.is_online
                      AND NOT EXISTS (SELECT FROM blocked_domains WHERE domain = encode(peers.node, 'hex'))
                    LIMIT 1), false) AS HasOnlineHolder,
               {PostgresTrackHealthRow.Columns}
        """;

    private const string ListNextSql = $"""
        {SweptColumns} FROM tracks t LEFT JOIN track_health h ON h.track_id = t.id
        WHERE t.id > @position ORDER BY t.id LIMIT @limit
        """;

    private const string ListTroubledSql = $"""
        {SweptColumns} FROM track_health h JOIN tracks t ON t.id = h.track_id
        WHERE h.state >= 2 AND NOT h.is_taken_out AND NOT h.is_local ORDER BY h.checked_at NULLS FIRST, h.track_id LIMIT @limit
        """;

    /// <inheritdoc/>
    public async Task<SweepPage> ListNextAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var seen = await ListAsync(ListNextSql, new { position = after ?? Guid.Empty, limit }, cancellationToken).ConfigureAwait(false);
        return new SweepPage(
            [.. seen.Where(row => !row.Track.IsLocal).Select(row => row.Track.ToTrack(row.Health))], seen.Count < limit ? null : seen[^1].Track.Id);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweptTrack>> ListTroubledAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var troubled = await ListAsync(ListTroubledSql, new { limit }, cancellationToken).ConfigureAwait(false);
        return [.. troubled.Select(row => row.Track.ToTrack(row.Health))];
    }

    private Task<List<(PostgresSweptTrackRow Track, PostgresTrackHealthRow? Health)>> ListAsync(
        string sql, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (NpgsqlConnection db, CancellationToken cancel) =>
                (await db.QueryAsync<PostgresSweptTrackRow, PostgresTrackHealthRow?, (PostgresSweptTrackRow, PostgresTrackHealthRow?)>(
                    Command(sql, parameters, cancel), (track, health) => (track, health), splitOn: nameof(PostgresTrackHealthRow.Version)).ConfigureAwait(false)).AsList(),
            cancellationToken);
}
