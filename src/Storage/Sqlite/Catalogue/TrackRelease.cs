using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>Lets go of tracks whose files or copies went: each follows them unless something else holds it.</summary>
internal static class TrackRelease
{
    /// <summary>Those whose last file went belong to peers now.</summary>
    private const string MakeRemoteSql = """
        UPDATE tracks SET is_local = 0 WHERE hash IN (SELECT unhex(value) FROM json_each(@hashes)) AND is_local = 1
           AND NOT EXISTS (SELECT 1 FROM local_files WHERE local_files.hash = tracks.hash)
        RETURNING id AS Id, title AS Title, (SELECT name FROM artists WHERE artists.id = artist_id) AS Artist,
                  (SELECT albums.title FROM albums WHERE albums.id = album_id) AS Album
        """;

    private const string RemoveTracksSql = """
        DELETE FROM tracks WHERE hash IN (SELECT unhex(value) FROM json_each(@hashes)) AND is_local = 0
           AND NOT EXISTS (SELECT 1 FROM copies WHERE copies.hash = tracks.hash)
        RETURNING album_id AS AlbumId, album_artist_id AS AlbumArtistId, artist_id AS ArtistId
        """;

    /// <summary>Called after the files or copies of these tracks have gone.</summary>
    public static void ReleaseTracks(this SqliteConnection db, params IEnumerable<byte[]> trackHashes)
    {
        var hashes = JsonSerializer.Serialize(trackHashes.Select(Convert.ToHexString));
        var search = new SearchWriter(db);
        foreach (var (id, title, artist, album) in db.Query<(byte[], string, string, string?)>(MakeRemoteSql, new { hashes }).ToList())
        {
            search.Replace(SearchEntry.OfTrack(id.ToGuid(), isLocal: false, title, artist, album));
        }

        search.Write();
        var unused = new UnusedNames(db);
        foreach (var (albumId, albumArtistId, artistId) in db.Query<(byte[]?, byte[]?, byte[])>(RemoveTracksSql, new { hashes }))
        {
            unused.Add(albumId, albumArtistId, artistId);
        }

        unused.Remove();
    }
}
