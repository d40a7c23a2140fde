using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Storage.Postgres;

/// <summary>The covers that peers named, beside their albums in a PostgreSQL database.</summary>
internal sealed class PostgresCoverStore(PostgresDatabase database) : ICoverStore
{
    /// <summary>Tracks whose holders are looked at: a peer may give a million tracks one cover, and the first few have holders enough.</summary>
    private const int MaxTracksLookedAt = 100;

    private const string ListWantedSql = """
        SELECT album.id AS AlbumId, album.cover_hash AS Hash, artist.name AS ArtistName, album.title AS AlbumTitle, album.cover_tries AS Tries
        FROM albums album JOIN artists artist ON artist.id = album.artist_id
        WHERE album.cover_due <= @now ORDER BY album.cover_due, album.id LIMIT @limit
        """;

    /// <summary>The holders are few enough (see <see cref="MaxTracksLookedAt"/>) to be put in order here.</summary>
    private const string HoldersSql = """
        SELECT copy.node
        FROM (SELECT track.hash FROM albums album JOIN tracks track ON track.album_id = album.id
              WHERE album.cover_hash = @cover AND NOT album.cover_is_local AND track.cover_hash = @cover
              LIMIT @maxTracks) named
        JOIN copies copy ON copy.hash = named.hash
        GROUP BY copy.node ORDER BY min(copy.announced_at), copy.node LIMIT @limit
        """;

    private const string RecordFileSql = """
        UPDATE albums SET cover_file = @path, cover_due = NULL WHERE id = @albumId AND cover_hash = @cover AND NOT cover_is_local
        """;

    private const string PostponeSql = """
        UPDATE albums SET cover_tries = cover_tries + 1, cover_due = @nextTry
        WHERE id = @albumId AND cover_hash = @cover AND NOT cover_is_local AND cover_file IS NULL
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<WantedCover>> ListWantedAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.ListAsync<PostgresWantedCoverRow, WantedCover>(
            ListWantedSql, new { now = now.UtcDateTime, limit }, row => row.ToWantedCover(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeId>> ListHoldersAsync(BlobHash cover, int limit, CancellationToken cancellationToken) =>
        database.ListAsync<byte[], NodeId>(
            HoldersSql, new { cover = cover.ToArray(), maxTracks = MaxTracksLookedAt, limit }, node => new NodeId(node), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RecordFileAsync(Guid albumId, BlobHash hash, string path, CancellationToken cancellationToken) =>
        await database.ChangeAsync(RecordFileSql, new { albumId, cover = hash.ToArray(), path }, cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public Task PostponeAsync(Guid albumId, BlobHash hash, DateTimeOffset? nextTry, CancellationToken cancellationToken) =>
        database.ChangeAsync(PostponeSql, new { albumId, cover = hash.ToArray(), nextTry = nextTry?.UtcDateTime }, cancellationToken);
}
