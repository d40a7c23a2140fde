using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;

namespace SoundTime.Storage.Sqlite;

/// <content>Tracks that only peers hold are listed for people.</content>
internal sealed partial class SqliteTrackHealthStore
{
    private const int MaxTracksPerPage = 100;

    private const string ListTracks = $"""
        SELECT t.id AS Id, t.created_at AS CreatedAt, album.cover_hash AS AlbumCoverHash, {SqliteCatalogue.FactColumns}, {TrackHealthRow.Columns}
        """;

    private const string OfPage = $"""
        page JOIN tracks t ON t.id = page.id {SqliteCatalogue.TrackJoins} LEFT JOIN track_health h ON h.track_id = t.id ORDER BY page.id DESC
        """;

    private const string ListAllSql = $"""
        {ListTracks} FROM (SELECT id FROM tracks WHERE is_local = 0 ORDER BY id DESC LIMIT @limit OFFSET @offset) {OfPage}
        """;

    private const string ListHealthySql = $"""
        {ListTracks} FROM (
            SELECT id FROM tracks WHERE is_local = 0 AND NOT EXISTS (SELECT 1 FROM track_health WHERE track_id = tracks.id AND state > 0)
            ORDER BY id DESC LIMIT @limit OFFSET @offset) {OfPage}
        """;

    private const string ListOfStateSql = $"""
        {ListTracks} FROM (
            SELECT track_id AS id FROM track_health WHERE state = @state AND state > 0 AND is_local = 0
            ORDER BY track_id DESC LIMIT @limit OFFSET @offset) {OfPage}
        """;

    /// <summary>The copies of each track are cut out before anything else is read of them: there may be thousands. CROSS JOIN keeps that order.</summary>
    private const string ListCopiesSql = $"""
        SELECT c.id AS Id, c.hash AS Hash, c.node AS Node, c.format AS Format, c.file_size AS FileSize, c.bitrate AS Bitrate,
               c.sample_rate AS SampleRate, c.announced_at AS AnnouncedAt, {CopyStrikesRow.Columns}
        FROM json_each(@hashes) page
        JOIN json_each((
            SELECT json_group_array(hex(node)) FROM (SELECT node FROM copies WHERE hash = unhex(page.value) ORDER BY announced_at, id LIMIT @limit) holders)) holder
        CROSS JOIN copies c ON c.node = unhex(holder.value) AND c.hash = unhex(page.value)
        LEFT JOIN copy_strikes s ON s.hash = c.hash AND s.node = c.node
        """;

    /// <inheritdoc/>
    public Task<RemoteTrackPage> ListAsync(TrackHealthState? state, int page, int perPage, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perPage, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perPage, MaxTracksPerPage);
        var parameters = new { state = (int?)state, limit = perPage, offset = (page - 1L) * perPage };
        return _database.ReadAsync(
            db =>
            {
                var total = db.QuerySingle<HealthCounts>(CountSql).Of(state);
                // A page beyond the end would walk over all tracks to find nothing.
                return parameters.offset < total ? new RemoteTrackPage(ListTracksOf(db, state, parameters), total) : new RemoteTrackPage([], total);
            },
            cancellationToken);
    }

    private static List<RemoteTrack> ListTracksOf(SqliteConnection db, TrackHealthState? state, object parameters)
    {
        var sql = state switch { null => ListAllSql, TrackHealthState.Healthy => ListHealthySql, _ => ListOfStateSql };
        var tracks = db.Query<TrackRow, TrackHealthRow?, (TrackRow Track, TrackHealthRow? Health)>(
            sql, (track, health) => (track, health), parameters, splitOn: nameof(TrackHealthRow.Version)).AsList();
        var hashes = JsonSerializer.Serialize(tracks.Select(row => Convert.ToHexString(row.Track.Hash)));
        var copies = db.Query<CopyRow, CopyStrikesRow?, (Copy Copy, CopyStrikes? Strikes)>(
                ListCopiesSql,
                (copy, strikes) => (copy.ToCopy(), strikes?.ToStrikes()),
                new { hashes, limit = ITrackHealthStore.MaxCopiesListed },
                splitOn: nameof(CopyStrikesRow.Strikes))
            .ToLookup(row => row.Copy.Hash);
        return [.. tracks.Select(row => RemoteTrack.From(row.Track.ToTrack(), row.Health?.ToHealth() ?? TrackHealth.Healthy, copies))];
    }
}
