using Dapper;
using Npgsql;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Artists and albums are found or added.</content>
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
        SELECT album.id AS Id, album.artist_id AS ArtistId, album.title AS Title, album.cover_hash AS CoverHash, album.cover_is_local AS CoverIsLocal
        FROM unnest(@artistIds, @titles) AS said (artist_id, title)
        JOIN albums album ON album.artist_id = said.artist_id AND album.title = said.title
        ORDER BY album.artist_id, album.title FOR KEY SHARE OF album
        """;

    /// <summary>
    /// An album keeps its cover while one of its tracks names it, but one of ours replaces one that a peer named. Another cover starts anew.
    /// </summary>
    private const string SaveCoversSql = """
        UPDATE albums SET cover_hash = said.cover_hash, cover_is_local = @isLocal, cover_file = NULL, cover_tries = 0,
               cover_due = CASE WHEN NOT @isLocal THEN @now END
        FROM unnest(@ids, @covers) AS said (id, cover_hash)
        WHERE albums.id = said.id AND (albums.cover_hash IS NULL OR (@isLocal AND NOT albums.cover_is_local) OR (albums.cover_is_local = @isLocal
              AND NOT EXISTS (SELECT FROM tracks WHERE tracks.album_id = albums.id AND tracks.cover_hash = albums.cover_hash)))
        RETURNING albums.id
        """;

    /// <summary>
    /// Finds or adds the artists and albums that some tracks name; they stay until the transaction ends. Answers also which pictures of tracks
    /// may be covers of albums, once the tracks are written.
    /// </summary>
    private async Task<(List<PostgresNamedTrack> Tracks, Dictionary<Guid, byte[]> Covers)> SaveNamesAsync(
        NpgsqlConnection db, IReadOnlyList<(Guid Id, TrackFacts Facts)> tracks, bool isLocal, CancellationToken cancellationToken)
    {
        var names = tracks.SelectMany(track => (string?[])[track.Facts.Tags.ArtistName, track.Facts.Tags.AlbumArtistName]).OfType<string>();
        var artists = await SaveArtistsAsync(db, names, cancellationToken).ConfigureAwait(false);
        var firstCovers = new Dictionary<(Guid ArtistId, string Title), byte[]?>();
        foreach (var (_, facts) in tracks)
        {
            if (FindAlbum(facts.Tags, artists) is { } album)
            {
                firstCovers[album] = firstCovers.GetValueOrDefault(album) ?? facts.CoverHash?.ToArray();
            }
        }

        var artistNames = artists.ToDictionary(artist => artist.Value, artist => artist.Key);
        var albums = await SaveAlbumsAsync(db, firstCovers, artistNames, isLocal, cancellationToken).ConfigureAwait(false);
        var named = new List<PostgresNamedTrack>(tracks.Count);
        var covers = new Dictionary<Guid, byte[]>();
        foreach (var (id, facts) in tracks)
        {
            var album = FindAlbum(facts.Tags, artists) is { } key ? albums[key] : null;
            var albumArtistId = facts.Tags.AlbumArtistName is { } name ? artists[name] : (Guid?)null;
            named.Add(new PostgresNamedTrack(id, facts, new PostgresTrackNames(artists[facts.Tags.ArtistName], albumArtistId, album?.Id)));
            if (facts.CoverHash?.ToArray() is { } cover && album is not null && album.MayTake(cover, isLocal))
            {
                covers.TryAdd(album.Id, cover);
            }
        }

        return (named, covers);
    }

    /// <summary>Comes after the tracks: gives albums the covers that they may take. Answers whether any did.</summary>
    private async Task<bool> SaveCoversAsync(NpgsqlConnection db, Dictionary<Guid, byte[]> covers, bool isLocal, CancellationToken cancellationToken)
    {
        if (covers.Count == 0)
        {
            return false;
        }

        var ordered = covers.OrderBy(album => album.Key).ToList();
        var parameters = new { ids = ordered.Select(album => album.Key).ToArray(), covers = ordered.Select(album => album.Value).ToArray(), isLocal, now = Now };
        return (await db.QueryAsync<Guid>(Command(SaveCoversSql, parameters, cancellationToken)).ConfigureAwait(false)).Any();
    }

    private static (Guid ArtistId, string Title)? FindAlbum(TrackTags tags, Dictionary<string, Guid> artists) =>
        tags.AlbumTitle is null ? null : (artists[tags.AlbumArtistName ?? tags.ArtistName], tags.AlbumTitle);

    private async Task<Dictionary<string, Guid>> SaveArtistsAsync(NpgsqlConnection db, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        string[] missing = [.. names.Distinct(StringComparer.Ordinal)];
        // Once, unless an artist who was there is removed between the two statements.
        while (missing.Length > 0)
        {
            var parameters = new { ids = NewIds(missing.Length), names = missing };
            foreach (var (id, name) in await db.QueryAsync<(Guid, string)>(
                Command($"{AddArtistsSql}; {HoldArtistsSql}", parameters, cancellationToken)).ConfigureAwait(false))
            {
                found[name] = id;
            }

            // An id of ours: the artist is new.
            var added = missing.Zip(parameters.ids).Where(artist => found.GetValueOrDefault(artist.First) == artist.Second);
            await PostgresSearchWriter.AddAsync(db, [.. added.Select(artist => SearchEntry.OfArtist(artist.Second, artist.First))], cancellationToken).ConfigureAwait(false);

            missing = [.. missing.Where(name => !found.ContainsKey(name))];
        }

        return found;
    }

    private async Task<Dictionary<(Guid ArtistId, string Title), PostgresAlbumRow>> SaveAlbumsAsync(
        NpgsqlConnection db, Dictionary<(Guid ArtistId, string Title), byte[]?> firstCovers, Dictionary<Guid, string> artistNames, bool isLocal, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(Guid ArtistId, string Title), PostgresAlbumRow>(firstCovers.Count);
        var missing = firstCovers.Keys.ToArray();
        while (missing.Length > 0)
        {
            var parameters = new
            {
                ids = NewIds(missing.Length),
                artistIds = Array.ConvertAll(missing, album => album.ArtistId),
                titles = Array.ConvertAll(missing, album => album.Title),
                covers = Array.ConvertAll(missing, album => firstCovers[album]),
                isLocal,
                now = Now,
            };
            foreach (var row in await db.QueryAsync<PostgresAlbumRow>(
                Command($"{AddAlbumsSql}; {HoldAlbumsSql}", parameters, cancellationToken)).ConfigureAwait(false))
            {
                found[(row.ArtistId, row.Title)] = row;
            }

            var added = missing.Zip(parameters.ids).Where(album => found.GetValueOrDefault(album.First)?.Id == album.Second);
            await PostgresSearchWriter.AddAsync(
                db, [.. added.Select(album => SearchEntry.OfAlbum(album.Second, album.First.Title, artistNames[album.First.ArtistId]))], cancellationToken).ConfigureAwait(false);

            missing = [.. missing.Where(album => !found.ContainsKey(album))];
        }

        return found;
    }
}
