using Dapper;
using Npgsql;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>Albums and artists that tracks named before a change: those that nothing names after it are removed.</summary>
internal sealed class PostgresUnusedNames
{
    /// <summary>
    /// Whoever adds a track holds what it names: these locks wait for its end. The statements after them see what it has written, and nobody writes
    /// more until this transaction ends.
    /// </summary>
    private const string LockArtistsSql = "SELECT 1 FROM artists WHERE id = ANY (@artistIds) ORDER BY name FOR UPDATE";

    private const string LockAlbumsSql = "SELECT 1 FROM albums WHERE id = ANY (@albumIds) ORDER BY artist_id, title FOR UPDATE";

    private const string RemoveAlbumsSql = """
        DELETE FROM albums WHERE id = ANY (@albumIds) AND NOT EXISTS (SELECT FROM tracks WHERE album_id = albums.id)
        """;

    private const string RemoveArtistsSql = """
        DELETE FROM artists WHERE id = ANY (@artistIds)
           AND NOT EXISTS (SELECT FROM tracks WHERE artist_id = artists.id)
           AND NOT EXISTS (SELECT FROM tracks WHERE album_artist_id = artists.id)
           AND NOT EXISTS (SELECT FROM albums WHERE artist_id = artists.id)
        """;

    private readonly HashSet<Guid> _artists = [];
    private readonly HashSet<Guid> _albums = [];
    private readonly HashSet<Guid> _kept = [];

    /// <summary>A track that named these has gone or names others.</summary>
    public void Add(PostgresTrackNames names)
    {
        _artists.Add(names.ArtistId);
        if (names.AlbumArtistId is { } albumArtistId)
        {
            _artists.Add(albumArtistId);
        }

        if (names.AlbumId is { } albumId)
        {
            _albums.Add(albumId);
        }
    }

    /// <summary>A track that this transaction holds or has written names these: they need no look, and no lock.</summary>
    public void Keep(PostgresTrackNames names)
    {
        _kept.Add(names.ArtistId);
        _kept.Add(names.AlbumArtistId ?? names.ArtistId);
        _kept.Add(names.AlbumId ?? names.ArtistId);
    }

    /// <summary>Removes those that nothing names any more.</summary>
    public async Task RemoveAsync(NpgsqlConnection db, CancellationToken cancellationToken)
    {
        Guid[] artistIds = [.. _artists.Except(_kept)];
        Guid[] albumIds = [.. _albums.Except(_kept)];
        if (artistIds.Length + albumIds.Length > 0)
        {
            await db.ExecuteAsync(Command(
                $"{LockArtistsSql}; {LockAlbumsSql}; {RemoveAlbumsSql}; {RemoveArtistsSql}", new { artistIds, albumIds }, cancellationToken)).ConfigureAwait(false);
        }
    }
}
