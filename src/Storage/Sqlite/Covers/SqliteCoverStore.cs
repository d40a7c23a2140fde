using Dapper;
using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Storage.Sqlite;

/// <summary>The covers that peers named, beside their albums in an SQLite file.</summary>
internal sealed class SqliteCoverStore(SqliteDatabase database) : ICoverStore
{
    /// <summary>Tracks whose holders are looked at: a peer may give a million tracks one cover, and the first few have holders enough.</summary>
    private const int MaxTracksLookedAt = 100;

    private const string ListWantedSql = """
        SELECT album.id AS AlbumId, album.cover_hash AS Hash, artist.name AS ArtistName, album.title AS AlbumTitle, album.cover_tries AS Tries
        FROM albums album JOIN artists artist ON artist.id = album.artist_id
        WHERE album.cover_next_try <= @now ORDER BY album.cover_next_try LIMIT @limit
        """;

    /// <summary>The holders are few enough (see <see cref="MaxTracksLookedAt"/>) to be put in order here.</summary>
    private const string ListHoldersSql = """
        SELECT copy.node
        FROM (SELECT track.hash FROM albums album JOIN tracks track ON track.album_id = album.id
              WHERE album.cover_hash = @cover AND album.cover_is_local = 0 AND track.cover_hash = @cover
              LIMIT @maxTracks) named
        JOIN copies copy ON copy.hash = named.hash
        GROUP BY copy.node ORDER BY min(copy.announced_at), min(copy.id) LIMIT @limit
        """;

    private const string RecordFileSql = """
        UPDATE albums SET cover_file = @path, cover_next_try = NULL WHERE id = @albumId AND cover_hash = @cover AND cover_is_local = 0
        """;

    private const string PostponeSql = """
        UPDATE albums SET cover_tries = cover_tries + 1, cover_next_try = @nextTry
        WHERE id = @albumId AND cover_hash = @cover AND cover_is_local = 0 AND cover_file IS NULL
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<WantedCover>> ListWantedAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WantedCover>>(
            db => [.. db.Query<WantedCoverRow>(ListWantedSql, new { now = now.UtcTicks, limit }).Select(row => row.ToWantedCover())], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeId>> ListHoldersAsync(BlobHash cover, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<NodeId>>(
            db => [.. db.Query<byte[]>(ListHoldersSql, new { cover = cover.ToArray(), maxTracks = MaxTracksLookedAt, limit }).Select(node => new NodeId(node))],
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RecordFileAsync(Guid albumId, BlobHash hash, string path, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.Execute(RecordFileSql, new { albumId = albumId.ToBytes(), cover = hash.ToArray(), path }) == 1, cancellationToken);

    /// <inheritdoc/>
    public Task PostponeAsync(Guid albumId, BlobHash hash, DateTimeOffset? nextTry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.Execute(PostponeSql, new { albumId = albumId.ToBytes(), cover = hash.ToArray(), nextTry = nextTry?.UtcTicks }), cancellationToken);
}
