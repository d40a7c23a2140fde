using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Tracks are found and listed.</content>
internal sealed partial class PostgresCatalogue
{
    private const int MaxTracksPerPage = 100;

    /// <summary>A track with its names.</summary>
    internal const string TrackColumns = """
        SELECT t.id AS Id, t.hash AS Hash, t.is_local AS IsLocal, t.file_size AS FileSize, t.title AS Title,
               t.artist_id AS ArtistId, artist.name AS ArtistName,
               t.album_artist_id AS AlbumArtistId, album_artist.name AS AlbumArtistName,
               t.album_id AS AlbumId, album.title AS AlbumTitle, album.cover_hash AS AlbumCoverHash,
               t.duration_secs AS DurationSecs, t.format AS Format, t.genre AS Genre, t.year AS Year,
               t.track_number AS TrackNumber, t.disc_number AS DiscNumber, t.bitrate AS Bitrate, t.sample_rate AS SampleRate,
               t.cover_hash AS CoverHash, t.created_at AS CreatedAt, t.change AS Change
        """;

    /// <summary>Where the names come from.</summary>
    internal const string TrackJoins = """
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

    private const string FindMarkSql = "SELECT last_change AS LastChange, (SELECT sum(removals)::bigint FROM totals) AS Removals FROM changes";

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
                var rows = offset < total
                    ? await db.QueryAsync<PostgresTrackRow>(Command(ListTracksSql, new { limit = perPage, offset }, cancel)).ConfigureAwait(false)
                    : [];
                return new TrackPage([.. rows.Select(row => row.ToTrack())], total);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Track?> FindTrackAsync(Guid id, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresTrackRow>(FindTrackByIdSql, new { id }, cancellationToken).ConfigureAwait(false))?.ToTrack();

    /// <inheritdoc/>
    public async Task<Track?> FindTrackAsync(BlobHash hash, CancellationToken cancellationToken) =>
        (await database.FindAsync<PostgresTrackRow>(FindTrackByHashSql, new { hash = hash.ToArray() }, cancellationToken).ConfigureAwait(false))?.ToTrack();

    /// <inheritdoc/>
    public async Task<ChangePage> ListChangesAsync(long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var changes = await database.ListAsync<PostgresTrackRow, (Track Track, long Number)>(
            ListChangesSql, new { after, limit }, row => (row.ToTrack(), row.Change!.Value), cancellationToken).ConfigureAwait(false);
        return new ChangePage([.. changes.Select(change => change.Track)], changes is [.., var last] ? last.Number : after);
    }

    /// <inheritdoc/>
    public Task<long> FindLastChangeAsync(CancellationToken cancellationToken) =>
        database.FindAsync<long>(FindLastChangeSql, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<CatalogueMark> FindMarkAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<CatalogueMark>(FindMarkSql, null, cancellationToken).ConfigureAwait(false))!;

    private static Task<PostgresTrackRow?> FindTrackAsync(NpgsqlConnection db, string sql, object parameters, CancellationToken cancellationToken) =>
        db.QuerySingleOrDefaultAsync<PostgresTrackRow>(Command(sql, parameters, cancellationToken));
}
