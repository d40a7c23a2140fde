using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <content>Tracks are found and listed.</content>
internal sealed partial class SqliteCatalogue
{
    private const int MaxTracksPerPage = 100;

    /// <summary>What was said of a track, with the names.</summary>
    internal const string FactColumns = """
        t.hash AS Hash, t.is_local AS IsLocal, t.file_size AS FileSize, t.title AS Title, t.artist_id AS ArtistId, artist.name AS ArtistName,
        t.album_artist_id AS AlbumArtistId, album_artist.name AS AlbumArtistName, t.album_id AS AlbumId, album.title AS AlbumTitle,
        t.duration_secs AS DurationSecs, t.format AS Format, t.genre AS Genre, t.year AS Year, t.track_number AS TrackNumber,
        t.disc_number AS DiscNumber, t.bitrate AS Bitrate, t.sample_rate AS SampleRate, t.cover_hash AS CoverHash
        """;

    private const string TrackColumns = $"SELECT t.id AS Id, t.created_at AS CreatedAt, album.cover_hash AS AlbumCoverHash, {FactColumns}";

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
        {TrackColumns}, t.change AS Change FROM tracks t {TrackJoins}
        WHERE t.is_local = 1 AND t.change > @after ORDER BY t.change LIMIT @limit
        """;

    private const string FindLastChangeSql = "SELECT last_change FROM totals";

    private const string FindMarkSql = "SELECT last_change AS LastChange, removals AS Removals FROM totals";

    /// <inheritdoc/>
    public Task<TrackPage> ListTracksAsync(int page, int perPage, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perPage, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perPage, MaxTracksPerPage);
        return _database.ReadAsync(
            db =>
            {
                var counts = db.QuerySingle<CatalogueCounts>(CountSql);
                var (total, offset) = (counts.LocalTracks + counts.RemoteTracks, (page - 1L) * perPage);
                // A page beyond the end would walk over all tracks to find nothing.
                var rows = offset < total ? db.Query<TrackRow>(ListTracksSql, new { limit = perPage, offset }) : [];
                return new TrackPage([.. rows.Select(row => row.ToTrack())], total);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Track?> FindTrackAsync(Guid id, CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingleOrDefault<TrackRow>(FindTrackByIdSql, new { id = id.ToBytes() })?.ToTrack(), cancellationToken);

    /// <inheritdoc/>
    public Task<Track?> FindTrackAsync(BlobHash hash, CancellationToken cancellationToken) =>
        _database.ReadAsync(db => FindTrack(db, hash.ToArray())?.ToTrack(), cancellationToken);

    /// <inheritdoc/>
    public Task<ChangePage> ListChangesAsync(long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _database.ReadAsync(
            db =>
            {
                TrackRow[] rows = [.. db.Query<TrackRow>(ListChangesSql, new { after, limit })];
                return new ChangePage([.. rows.Select(row => row.ToTrack())], rows is [.., var last] ? last.Change : after);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> FindLastChangeAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingle<long>(FindLastChangeSql), cancellationToken);

    /// <inheritdoc/>
    public Task<CatalogueMark> FindMarkAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(db => db.QuerySingle<CatalogueMark>(FindMarkSql), cancellationToken);

    private static TrackRow? FindTrack(SqliteConnection db, byte[] hash) => db.QuerySingleOrDefault<TrackRow>(FindTrackByHashSql, new { hash });
}
