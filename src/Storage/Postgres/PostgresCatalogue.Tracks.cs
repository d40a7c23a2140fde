using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <content>Tracks are found and listed.</content>
internal sealed partial class PostgresCatalogue
{
    private const int MaxTracksPerPage = 100;

    private const string TrackColumns = """
        SELECT t.id AS Id, t.hash AS Hash, t.is_local AS IsLocal, t.file_size AS FileSize, t.title AS Title,
               t.artist_id AS ArtistId, artist.name AS ArtistName,
               t.album_artist_id AS AlbumArtistId, album_artist.name AS AlbumArtistName,
               t.album_id AS AlbumId, album.title AS AlbumTitle, album.cover_hash AS AlbumCoverHash,
               t.duration_secs AS DurationSecs, t.format AS Format, t.genre AS Genre, t.year AS Year,
               t.track_number AS TrackNumber, t.disc_number AS DiscNumber, t.bitrate AS Bitrate, t.sample_rate AS SampleRate,
               t.cover_hash AS CoverHash, t.created_at AS CreatedAt, t.change AS Change
        """;

    private const string TrackJoins = """
        JOIN artists artist ON artist.id = t.artist_id
        LEFT JOIN artists album_artist ON album_artist.id = t.album_artist_id
        LEFT JOIN albums album ON album.id = t.album_id
        """;

    private const string FindTrackByIdSql = $"{TrackColumns} FROM tracks t {TrackJoins} WHERE t.id = @id";

    private const string FindTrackByHashSql = $"{TrackColumns} FROM tracks t {TrackJoins} WHERE t.hash = @hash";

    private const string ListTracksSql = $"""
        {TrackColumns}
        FROM (SELECT id FROM tracks ORDER BY id DESC LIMIT @limit OFFSET @offset) page
        JOIN tracks t ON t.id = page.id
        {TrackJoins}
        ORDER BY page.id DESC
        """;

    private const string ListChangesSql = $"""
        {TrackColumns} FROM tracks t {TrackJoins}
        WHERE t.is_local AND t.change > @after ORDER BY t.change LIMIT @limit
        """;

    private const string FindLastChangeSql = "SELECT last_change FROM changes";

    /// <inheritdoc/>
    public Task<TrackPage> ListTracksAsync(int page, int perPage, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perPage, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perPage, MaxTracksPerPage);
        return database.ReadSnapshotAsync(
            async (db, cancel) =>
            {
                var counts = await db.QuerySingleAsync<CatalogueCounts>(Command(CountSql, null, cancel)).ConfigureAwait(false);
                var (total, offset) = (counts.LocalTracks + counts.RemoteTracks, (page - 1L) * perPage);
                var tracks = offset < total
                    ? await ListAsync<PostgresTrackRow, Track>(db, ListTracksSql, new { limit = perPage, offset }, row => row.ToTrack(), cancel).ConfigureAwait(false)
                    : [];
                return new TrackPage(tracks, total);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Track?> FindTrackAsync(Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, cancel) => (await FindTrackAsync(db, FindTrackByIdSql, new { id }, cancel).ConfigureAwait(false))?.ToTrack(), cancellationToken);

    /// <inheritdoc/>
    public Task<Track?> FindTrackAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        var parameters = new { hash = hash.ToArray() };
        return database.ReadAsync(
            async (db, cancel) => (await FindTrackAsync(db, FindTrackByHashSql, parameters, cancel).ConfigureAwait(false))?.ToTrack(), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ChangePage> ListChangesAsync(long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync(
            async (db, cancel) =>
            {
                var rows = await ListAsync<PostgresTrackRow, PostgresTrackRow>(db, ListChangesSql, new { after, limit }, row => row, cancel).ConfigureAwait(false);
                return new ChangePage([.. rows.Select(row => row.ToTrack())], rows is [.., { Change: { } last }] ? last : after);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> FindLastChangeAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, cancel) => db.QuerySingleAsync<long>(Command(FindLastChangeSql, null, cancel)), cancellationToken);

    private static Task<PostgresTrackRow?> FindTrackAsync(NpgsqlConnection db, string sql, object parameters, CancellationToken cancellationToken) =>
        db.QuerySingleOrDefaultAsync<PostgresTrackRow>(Command(sql, parameters, cancellationToken));
}
