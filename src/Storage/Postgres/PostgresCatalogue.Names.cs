using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Postgres;

/// <content>Artists and albums are found or added, and let go when nothing names them.</content>
internal sealed partial class PostgresCatalogue
{
    private const string AddArtistsSql = """
        INSERT INTO artists (id, name)
        SELECT id, name FROM unnest(@ids, @names) AS said (id, name) ORDER BY name COLLATE "C"
        ON CONFLICT (name) DO NOTHING
        """;

    private const string HoldArtistsSql = "SELECT id, name FROM artists WHERE name = ANY (@names) ORDER BY name FOR KEY SHARE";

    /// <summary>A cover that a peer names is due at once.</summary>
    private const string AddAlbumsSql = """
        INSERT INTO albums (id, artist_id, title, cover_hash, cover_is_local, cover_due)
        SELECT id, artist_id, title, cover_hash, @isLocal, CASE WHEN cover_hash IS NOT NULL AND NOT @isLocal THEN @now END
        FROM unnest(@ids, @artistIds, @titles, @covers) AS said (id, artist_id, title, cover_hash)
        ORDER BY artist_id, title COLLATE "C"
        ON CONFLICT (artist_id, title) DO NOTHING
        """;

    private const string HoldAlbumsSql = """
        SELECT album.id, album.artist_id, album.title, album.cover_hash IS NULL OR (@isLocal AND NOT album.cover_is_local)
        FROM unnest(@artistIds, @titles) AS said (artist_id, title)
        JOIN albums album ON album.artist_id = said.artist_id AND album.title = said.title
        ORDER BY album.artist_id, album.title FOR KEY SHARE OF album
        """;

    /// <summary>An album keeps its first picture, but one of ours replaces one that a peer named. What was known of the former one is forgotten.</summary>
    private const string SaveCoversSql = """
        UPDATE albums SET cover_hash = said.cover_hash, cover_is_local = @isLocal, cover_file = NULL, cover_tries = 0,
               cover_due = CASE WHEN NOT @isLocal THEN @now END
        FROM unnest(@ids, @covers) AS said (id, cover_hash)
        WHERE albums.id = said.id AND (albums.cover_hash IS NULL OR (@isLocal AND NOT albums.cover_is_local))
        """;

    private const string LockArtistsSql = "SELECT 1 FROM artists WHERE id = ANY (@artistIds) ORDER BY name FOR UPDATE";

    private const string LockAlbumsSql = "SELECT 1 FROM albums WHERE id = ANY (@albumIds) ORDER BY artist_id, title FOR UPDATE";

    private const string RemoveUnusedAlbumsSql = """
        DELETE FROM albums WHERE id = ANY (@albumIds) AND NOT EXISTS (SELECT FROM tracks WHERE album_id = albums.id)
        """;

    private const string RemoveUnusedArtistsSql = """
        DELETE FROM artists WHERE id = ANY (@artistIds)
           AND NOT EXISTS (SELECT FROM tracks WHERE artist_id = artists.id)
           AND NOT EXISTS (SELECT FROM tracks WHERE album_artist_id = artists.id)
           AND NOT EXISTS (SELECT FROM albums WHERE artist_id = artists.id)
        """;

    /// <summary>Finds or adds the artists and albums that some tracks name; they stay until the transaction ends.</summary>
    private async Task<List<PostgresNamedTrack>> SaveNamesAsync(
        NpgsqlConnection db, IReadOnlyList<(Guid Id, TrackFacts Facts)> tracks, bool isLocal, CancellationToken cancellationToken)
    {
        var names = tracks.SelectMany(track => (string?[])[track.Facts.Tags.ArtistName, track.Facts.Tags.AlbumArtistName]).OfType<string>();
        var artists = await SaveArtistsAsync(db, names, cancellationToken).ConfigureAwait(false);
        var filed = tracks.Select(track => (track.Id, track.Facts, ArtistId: artists[track.Facts.Tags.ArtistName],
            AlbumArtistId: track.Facts.Tags.AlbumArtistName is { } name ? artists[name] : (Guid?)null)).ToList();

        var covers = new Dictionary<(Guid ArtistId, string Title), byte[]?>();
        foreach (var (_, facts, artistId, albumArtistId) in filed)
        {
            if (facts.Tags.AlbumTitle is { } title)
            {
                var album = (albumArtistId ?? artistId, title);
                covers[album] = covers.GetValueOrDefault(album) ?? facts.CoverHash?.ToArray();
            }
        }

        var albums = await SaveAlbumsAsync(db, covers, isLocal, cancellationToken).ConfigureAwait(false);
        return [.. filed.Select(track => new PostgresNamedTrack(track.Id, track.Facts, new PostgresTrackNames(
            track.ArtistId,
            track.AlbumArtistId,
            track.Facts.Tags.AlbumTitle is { } title ? albums[(track.AlbumArtistId ?? track.ArtistId, title)] : null)))];
    }

    /// <summary>Removes the artists and albums of former rows that nothing names any more.</summary>
    private static Task RemoveUnusedAsync(NpgsqlConnection db, IEnumerable<PostgresTrackNames> former, CancellationToken cancellationToken)
    {
        var (artistIds, albumIds) = (new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var names in former)
        {
            artistIds.Add(names.ArtistId);
            artistIds.Add(names.AlbumArtistId ?? names.ArtistId);
            if (names.AlbumId is { } albumId)
            {
                albumIds.Add(albumId);
            }
        }

        return artistIds.Count == 0
            ? Task.CompletedTask
            : db.ExecuteAsync(Command(
                $"{LockArtistsSql}; {LockAlbumsSql}; {RemoveUnusedAlbumsSql}; {RemoveUnusedArtistsSql}",
                new { artistIds = artistIds.ToArray(), albumIds = albumIds.ToArray() },
                cancellationToken));
    }

    private async Task<Dictionary<string, Guid>> SaveArtistsAsync(NpgsqlConnection db, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        string[] missing = [.. names.Distinct(StringComparer.Ordinal)];
        // Once, unless an artist that was there is removed between the two statements.
        while (missing.Length > 0)
        {
            var parameters = new { ids = NewIds(missing.Length), names = missing };
            foreach (var (id, name) in await db.QueryAsync<(Guid, string)>(
                Command($"{AddArtistsSql}; {HoldArtistsSql}", parameters, cancellationToken)).ConfigureAwait(false))
            {
                found[name] = id;
            }

            missing = [.. missing.Where(name => !found.ContainsKey(name))];
        }

        return found;
    }

    private async Task<Dictionary<(Guid ArtistId, string Title), Guid>> SaveAlbumsAsync(
        NpgsqlConnection db, Dictionary<(Guid ArtistId, string Title), byte[]?> covers, bool isLocal, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(Guid ArtistId, string Title), Guid>(covers.Count);
        var better = new List<(Guid Id, byte[] Cover)>();
        var now = time.GetUtcNow();
        var missing = covers.Keys.ToArray();
        while (missing.Length > 0)
        {
            var parameters = new
            {
                ids = NewIds(missing.Length),
                artistIds = Array.ConvertAll(missing, album => album.ArtistId),
                titles = Array.ConvertAll(missing, album => album.Title),
                covers = Array.ConvertAll(missing, album => covers[album]),
                isLocal,
                now,
            };
            foreach (var (id, artistId, title, takesCover) in await db.QueryAsync<(Guid, Guid, string, bool)>(
                Command($"{AddAlbumsSql}; {HoldAlbumsSql}", parameters, cancellationToken)).ConfigureAwait(false))
            {
                found[(artistId, title)] = id;
                if (takesCover && covers[(artistId, title)] is { } cover)
                {
                    better.Add((id, cover));
                }
            }

            missing = [.. missing.Where(album => !found.ContainsKey(album))];
        }

        if (better.Count > 0)
        {
            var parameters = new { ids = better.Select(album => album.Id).ToArray(), covers = better.Select(album => album.Cover).ToArray(), isLocal, now };
            await db.ExecuteAsync(Command(SaveCoversSql, parameters, cancellationToken)).ConfigureAwait(false);
        }

        return found;
    }

    private Guid[] NewIds(int count)
    {
        var now = time.GetUtcNow();
        var ids = new Guid[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = Guid.CreateVersion7(now);
        }

        return ids;
    }
}
