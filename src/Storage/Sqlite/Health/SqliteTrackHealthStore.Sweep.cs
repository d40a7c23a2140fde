using Dapper;
using SoundTime.Storage.Health;

namespace SoundTime.Storage.Sqlite;

/// <content>What the sweep looks at.</content>
internal sealed partial class SqliteTrackHealthStore
{
    private const string SweptColumns = $"""
        SELECT t.id AS Id, t.hash AS Hash, t.file_size AS FileSize, t.is_local AS IsLocal,
               t.is_local = 0 AND EXISTS (
                   SELECT 1 FROM copies JOIN peers ON peers.node = copies.node
                    WHERE copies.hash = t.hash AND peers.is_online = 1
                      AND NOT EXISTS (SELECT 1 FROM blocked_domains WHERE domain = lower(hex(peers.node)))) AS HasOnlineHolder,
               {TrackHealthRow.Columns}
        """;

    private const string ListNextSql = $"""
        {SweptColumns} FROM tracks t LEFT JOIN track_health h ON h.track_id = t.id
        WHERE t.id > @after ORDER BY t.id LIMIT @limit
        """;

    private const string ListTroubledSql = $"""
        {SweptColumns} FROM track_health h JOIN tracks t ON t.id = h.track_id
        WHERE h.state >= 2 AND h.is_taken_out = 0 AND h.is_local = 0 ORDER BY h.checked_at, h.track_id LIMIT @limit
        """;

    /// <inheritdoc/>
    public Task<SweepPage> ListNextAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var parameters = new { after = (after ?? Guid.Empty).ToBytes(), limit };
        return _database.ReadAsync(
            db =>
            {
                var seen = db.Query<SweptTrackRow, TrackHealthRow?, (SweptTrackRow Track, TrackHealthRow? Health)>(
                    ListNextSql, (track, health) => (track, health), parameters, splitOn: nameof(TrackHealthRow.Version)).AsList();
                return new SweepPage(
                    [.. seen.Where(row => !row.Track.IsLocal).Select(row => row.Track.ToTrack(row.Health))],
                    seen.Count < limit ? null : seen[^1].Track.Id.ToGuid());
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SweptTrack>> ListTroubledAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _database.ReadAsync<IReadOnlyList<SweptTrack>>(
            db => [.. db.Query<SweptTrackRow, TrackHealthRow, SweptTrack>(
                ListTroubledSql, (track, health) => track.ToTrack(health), new { limit }, splitOn: nameof(TrackHealthRow.Version))],
            cancellationToken);
    }
}
