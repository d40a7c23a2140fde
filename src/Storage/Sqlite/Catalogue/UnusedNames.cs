using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace SoundTime.Storage.Sqlite;

/// <summary>Albums and artists that tracks named before a change: those that nothing names after it are removed.</summary>
internal sealed class UnusedNames(SqliteConnection db)
{
    private const string RemoveAlbumsSql = """
        DELETE FROM albums WHERE id IN (SELECT unhex(value) FROM json_each(@ids))
           AND NOT EXISTS (SELECT 1 FROM tracks WHERE album_id = albums.id)
        """;

    private const string RemoveArtistsSql = """
        DELETE FROM artists WHERE id IN (SELECT unhex(value) FROM json_each(@ids))
           AND NOT EXISTS (SELECT 1 FROM tracks WHERE artist_id = artists.id)
           AND NOT EXISTS (SELECT 1 FROM tracks WHERE album_artist_id = artists.id)
           AND NOT EXISTS (SELECT 1 FROM albums WHERE artist_id = artists.id)
        """;

    private readonly HashSet<Guid> _albums = [];
    private readonly HashSet<Guid> _artists = [];

    /// <summary>A track that named these has gone or names others.</summary>
    public void Add(byte[]? albumId, byte[]? albumArtistId, byte[] artistId)
    {
        if (albumId is not null)
        {
            _albums.Add(albumId.ToGuid());
        }

        if (albumArtistId is not null)
        {
            _artists.Add(albumArtistId.ToGuid());
        }

        _artists.Add(artistId.ToGuid());
    }

    /// <summary>Removes those that nothing names any more.</summary>
    public void Remove()
    {
        Remove(RemoveAlbumsSql, _albums);
        Remove(RemoveArtistsSql, _artists);
    }

    private void Remove(string sql, HashSet<Guid> ids)
    {
        if (ids.Count > 0)
        {
            // The hex digits of a UUID are those of its bytes, big-endian.
            db.Execute(sql, new { ids = JsonSerializer.Serialize(ids.Select(id => id.ToString("N"))) });
            ids.Clear();
        }
    }
}
