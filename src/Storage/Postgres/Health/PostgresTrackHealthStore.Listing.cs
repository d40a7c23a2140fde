using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Tracks that only peers hold are listed for people.</content>
internal sealed partial class PostgresTrackHealthStore
{
    private const int MaxTracksPerPage = 100;

    private const string ListTracks = $"{PostgresCatalogue.TrackColumns}, {PostgresTrackHealthRow.Columns}";

    private const string OfPage = $"""
        page JOIN tracks t ON t.id = page.id {PostgresCatalogue.TrackJoins} LEFT JOIN track_health h ON h.track_id = t.id ORDER BY page.id DESC
        """;

    private const string ListAllSql = $"""
        {ListTracks} FROM (SELECT id FROM tracks WHERE NOT is_local ORDER BY id DESC LIMIT @limit OFFSET @offset) {OfPage}
        """;

    private const string ListHealthySql = $"""
        {ListTracks} FROM (
            SELECT id FROM tracks WHERE NOT is_local AND NOT EXISTS (SELECT FROM track_health WHERE track_id = tracks.id AND state > 0)
            ORDER BY id DESC LIMIT @limit OFFSET @offset) {OfPage}
        """;

    private const string ListOfStateSql = $"""
        {ListTracks} FROM (
            SELECT track_id AS id FROM track_health WHERE state = @state AND state > 0 AND NOT is_local
            ORDER BY track_id DESC LIMIT @limit OFFSET @offset) {OfPage}
        """;

    /// <summary>The copies of each track are cut out before anything else is read of them: there may be thousands.</summary>
    private const string ListCopiesSql = $"""
        SELECT c.id AS Id, c.hash AS Hash, c.node AS Node, c.format AS Format, c.file_size AS FileSize, c.bitrate AS Bitrate,
               c.sample_rate AS SampleRate, c.announced_at AS AnnouncedAt, {PostgresCopyStrikesRow.Columns}
        FROM unnest(@hashes) AS page (hash)
        CROSS JOIN LATERAL (SELECT * FROM copies WHERE copies.hash = page.hash ORDER BY announced_at, id LIMIT @limit) c
        LEFT JOIN copy_strikes s ON s.hash = c.hash AND s.node = c.node
        """;

    /// <inheritdoc/>
    public Task<RemoteTrackPage> ListAsync(TrackHealthState? state, int page, int perPage, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perPage, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perPage, MaxTracksPerPage);
        var parameters = new { state = (int?)state, limit = perPage, offset = (page - 1L) * perPage };
        return database.ReadSnapshotAsync(
            async (db, cancel) =>
            {
                var total = (await db.QuerySingleAsync<HealthCounts>(Command(CountSql, null, cancel)).ConfigureAwait(false)).Of(state);
                // A page beyond the end would walk over all tracks to find nothing.
                return new RemoteTrackPage(
                    parameters.offset < total ? await ListTracksAsync(db, state, parameters, cancel).ConfigureAwait(false) : [], total);
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<RemoteTrack>> ListTracksAsync(
        NpgsqlConnection db, TrackHealthState? state, object parameters, CancellationToken cancellationToken)
    {
        var sql = state switch { null => ListAllSql, TrackHealthState.Healthy => ListHealthySql, _ => ListOfStateSql };
        var tracks = (await db.QueryAsync<PostgresTrackRow, PostgresTrackHealthRow?, (PostgresTrackRow Track, PostgresTrackHealthRow? Health)>(
            Command(sql, parameters, cancellationToken), (track, health) => (track, health), splitOn: nameof(PostgresTrackHealthRow.Version)).ConfigureAwait(false)).AsList();
        var ofTracks = new { hashes = tracks.Select(row => row.Track.Hash).ToArray(), limit = ITrackHealthStore.MaxCopiesListed };
        var copies = (await db.QueryAsync<PostgresCopyRow, PostgresCopyStrikesRow?, (Copy Copy, CopyStrikes? Strikes)>(
            Command(ListCopiesSql, ofTracks, cancellationToken),
            (copy, strikes) => (copy.ToCopy(), strikes?.ToStrikes()),
            splitOn: nameof(PostgresCopyStrikesRow.Strikes)).ConfigureAwait(false)).ToLookup(row => row.Copy.Hash);
        return [.. tracks.Select(row => RemoteTrack.From(row.Track.ToTrack(), row.Health?.ToHealth() ?? TrackHealth.Healthy, copies))];
    }
}
