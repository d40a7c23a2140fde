using Dapper;
using Npgsql;
using SoundTime.Storage.Search;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>Tracks are written with what they name, and let go when nobody holds them.</content>
internal sealed partial class PostgresCatalogue
{
    private const string SaidOfTracks = """
        FROM unnest(@ids, @hashes, @fileSizes, @titles, @artistIds, @albumArtistIds, @albumIds, @durations, @formats, @genres,
                    @years, @trackNumbers, @discNumbers, @bitrates, @sampleRates, @covers)
          AS said (id, hash, file_size, title, artist_id, album_artist_id, album_id, duration_secs, format, genre,
                   year, track_number, disc_number, bitrate, sample_rate, cover_hash)
        """;

    private const string AddTracksSql = $"""
        INSERT INTO tracks (id, hash, is_local, file_size, title, artist_id, album_artist_id, album_id, duration_secs, format, genre,
                            year, track_number, disc_number, bitrate, sample_rate, cover_hash, created_at)
        SELECT id, hash, @isLocal, file_size, title, artist_id, album_artist_id, album_id, duration_secs, format, genre,
               year, track_number, disc_number, bitrate, sample_rate, cover_hash, @now
        {SaidOfTracks}
        ORDER BY hash
        ON CONFLICT (hash) DO NOTHING
        RETURNING id
        """;

    private const string UpdateTracksSql = $"""
        UPDATE tracks SET is_local = @isLocal, file_size = said.file_size, title = said.title, artist_id = said.artist_id,
               album_artist_id = said.album_artist_id, album_id = said.album_id, duration_secs = said.duration_secs, format = said.format,
               genre = said.genre, year = said.year, track_number = said.track_number, disc_number = said.disc_number,
               bitrate = said.bitrate, sample_rate = said.sample_rate, cover_hash = said.cover_hash
        {SaidOfTracks}
        WHERE tracks.id = said.id
        """;

    /// <summary>Whoever adds a copy or a file holds its track: see <see cref="PostgresUnusedNames"/>, where it is the same.</summary>
    private const string LockTracksSql = "SELECT 1 FROM tracks WHERE hash = ANY (@hashes) ORDER BY hash FOR UPDATE";

    private const string MakeTracksRemoteSql = """
        UPDATE tracks SET is_local = false WHERE hash = ANY (@hashes) AND is_local
           AND NOT EXISTS (SELECT FROM local_files WHERE local_files.hash = tracks.hash)
           AND EXISTS (SELECT FROM copies WHERE copies.hash = tracks.hash)
        RETURNING id, title, (SELECT name FROM artists WHERE artists.id = artist_id), (SELECT albums.title FROM albums WHERE albums.id = album_id)
        """;

    private const string RemoveTracksSql = """
        DELETE FROM tracks WHERE hash = ANY (@hashes)
           AND NOT EXISTS (SELECT FROM local_files WHERE local_files.hash = tracks.hash)
           AND NOT EXISTS (SELECT FROM copies WHERE copies.hash = tracks.hash)
        RETURNING artist_id AS ArtistId, album_artist_id AS AlbumArtistId, album_id AS AlbumId
        """;

    private const string FindNamesSql = """
        SELECT artist_id AS ArtistId, album_artist_id AS AlbumArtistId, album_id AS AlbumId FROM tracks WHERE hash = ANY (@hashes)
        """;

    /// <summary>Adds tracks; those that others have added meanwhile stay as they are. Answers whether all were added.</summary>
    private async Task<bool> AddTracksAsync(
        NpgsqlConnection db, List<PostgresNamedTrack> tracks, bool isLocal, PostgresUnusedNames unused, CancellationToken cancellationToken)
    {
        if (tracks.Count == 0)
        {
            return true;
        }

        var added = (await db.QueryAsync<Guid>(Command(AddTracksSql, ToParameters(tracks, isLocal), cancellationToken)).ConfigureAwait(false)).ToHashSet();
        tracks.ForEach(track =>
        {
            if (added.Contains(track.Id))
            {
                unused.Keep(track.Names);
            }
            else
            {
                unused.Add(track.Names);
            }
        });
        await PostgresSearchWriter.AddAsync(
            db, [.. tracks.Where(track => added.Contains(track.Id)).Select(track => ToEntry(track, isLocal))], cancellationToken).ConfigureAwait(false);
        if (added.Count == tracks.Count)
        {
            return true;
        }

        // What these name is mostly what ours would have named, and is not unused then.
        var hashes = tracks.Where(track => !added.Contains(track.Id)).Select(track => track.Facts.Hash.ToArray()).ToArray();
        foreach (var names in await db.QueryAsync<PostgresTrackNames>(Command(FindNamesSql, new { hashes }, cancellationToken)).ConfigureAwait(false))
        {
            unused.Keep(names);
        }

        return false;
    }

    /// <summary>Writes what is said of tracks over what was; each comes with its row.</summary>
    private async Task UpdateTracksAsync(
        NpgsqlConnection db, List<PostgresTrackRow> known, List<PostgresNamedTrack> tracks, bool isLocal, PostgresUnusedNames unused, CancellationToken cancellationToken)
    {
        if (tracks.Count > 0)
        {
            await db.ExecuteAsync(Command(UpdateTracksSql, ToParameters(tracks, isLocal), cancellationToken)).ConfigureAwait(false);
            var found = known.Zip(tracks).Where(track => !track.First.HasWordsOf(track.Second.Facts.Tags) || track.First.IsLocal != isLocal);
            await PostgresSearchWriter.ReplaceAsync(db, [.. found.Select(track => ToEntry(track.Second, isLocal))], cancellationToken).ConfigureAwait(false);
            known.ForEach(row => unused.Add(row.Names));
            tracks.ForEach(track => unused.Keep(track.Names));
        }
    }

    /// <summary>Called after files or copies of these tracks went: a track follows the last of them.</summary>
    private static async Task ReleaseTracksAsync(NpgsqlConnection db, byte[][] hashes, PostgresUnusedNames unused, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(Command(LockTracksSql, new { hashes }, cancellationToken)).ConfigureAwait(false);
        var remote = await db.QueryAsync<(Guid Id, string Title, string Artist, string? Album)>(
            Command(MakeTracksRemoteSql, new { hashes }, cancellationToken)).ConfigureAwait(false);
        await PostgresSearchWriter.ReplaceAsync(
            db, [.. remote.Select(row => SearchEntry.OfTrack(row.Id, isLocal: false, row.Title, row.Artist, row.Album))], cancellationToken).ConfigureAwait(false);
        foreach (var names in await db.QueryAsync<PostgresTrackNames>(Command(RemoveTracksSql, new { hashes }, cancellationToken)).ConfigureAwait(false))
        {
            unused.Add(names);
        }
    }

    /// <summary>Releases tracks, and what nothing names after that.</summary>
    private static async Task ReleaseTracksAsync(NpgsqlConnection db, byte[][] hashes, CancellationToken cancellationToken)
    {
        var unused = new PostgresUnusedNames();
        await ReleaseTracksAsync(db, hashes, unused, cancellationToken).ConfigureAwait(false);
        await unused.RemoveAsync(db, cancellationToken).ConfigureAwait(false);
    }

    private static SearchEntry ToEntry(PostgresNamedTrack track, bool isLocal) =>
        SearchEntry.OfTrack(track.Id, isLocal, track.Facts.Tags.Title, track.Facts.Tags.ArtistName, track.Facts.Tags.AlbumTitle);

    private object ToParameters(List<PostgresNamedTrack> tracks, bool isLocal) => new
    {
        ids = tracks.Select(track => track.Id).ToArray(),
        hashes = tracks.Select(track => track.Facts.Hash.ToArray()).ToArray(),
        fileSizes = tracks.Select(track => track.Facts.FileSize).ToArray(),
        titles = tracks.Select(track => track.Facts.Tags.Title).ToArray(),
        artistIds = tracks.Select(track => track.Names.ArtistId).ToArray(),
        albumArtistIds = tracks.Select(track => track.Names.AlbumArtistId).ToArray(),
        albumIds = tracks.Select(track => track.Names.AlbumId).ToArray(),
        durations = tracks.Select(track => track.Facts.Tags.DurationSecs).ToArray(),
        formats = tracks.Select(track => track.Facts.Tags.Format).ToArray(),
        genres = tracks.Select(track => track.Facts.Tags.Genre).ToArray(),
        years = tracks.Select(track => track.Facts.Tags.Year).ToArray(),
        trackNumbers = tracks.Select(track => track.Facts.Tags.TrackNumber).ToArray(),
        discNumbers = tracks.Select(track => track.Facts.Tags.DiscNumber).ToArray(),
        bitrates = tracks.Select(track => track.Facts.Tags.Bitrate).ToArray(),
        sampleRates = tracks.Select(track => track.Facts.Tags.SampleRate).ToArray(),
        covers = tracks.Select(track => track.Facts.CoverHash?.ToArray()).ToArray(),
        isLocal,
        now = Now,
    };
}
