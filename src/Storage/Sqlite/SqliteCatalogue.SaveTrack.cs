using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Storage.Sqlite;

/// <content>A track is written with its artists and album, and let go when nobody holds it.</content>
internal sealed partial class SqliteCatalogue
{
    private const string FindArtistSql = "SELECT id FROM artists WHERE name = @name";

    private const string AddArtistSql = "INSERT INTO artists (id, name) VALUES (@id, @name)";

    private const string FindAlbumSql = "SELECT id FROM albums WHERE artist_id = @artistId AND title = @title";

    private const string AddAlbumSql = """
        INSERT INTO albums (id, artist_id, title, cover_hash, cover_is_local) VALUES (@id, @artistId, @title, @cover, @isLocal)
        """;

    /// <summary>An album keeps its first picture, but one of ours replaces one that a peer named.</summary>
    private const string SaveAlbumCoverSql = """
        UPDATE albums SET cover_hash = @cover, cover_is_local = @isLocal
        WHERE id = @id AND (cover_hash IS NULL OR cover_is_local < @isLocal)
        """;

    private const string AddTrackSql = """
        INSERT INTO tracks (id, hash, is_local, file_size, title, artist_id, album_artist_id, album_id, duration_secs, format, genre,
                            year, track_number, disc_number, bitrate, sample_rate, cover_hash, created_at)
        VALUES (@id, @hash, @isLocal, @fileSize, @title, @artistId, @albumArtistId, @albumId, @durationSecs, @format, @genre,
                @year, @trackNumber, @discNumber, @bitrate, @sampleRate, @cover, @now)
        """;

    private const string UpdateTrackSql = """
        UPDATE tracks SET is_local = @isLocal, file_size = @fileSize, title = @title, artist_id = @artistId,
               album_artist_id = @albumArtistId, album_id = @albumId, duration_secs = @durationSecs, format = @format, genre = @genre,
               year = @year, track_number = @trackNumber, disc_number = @discNumber, bitrate = @bitrate, sample_rate = @sampleRate,
               cover_hash = @cover
        WHERE hash = @hash
        """;

    private const string NumberChangeSql = """
        UPDATE totals SET last_change = last_change + 1;
        UPDATE tracks SET change = (SELECT last_change FROM totals) WHERE hash = @hash
        """;

    private const string MakeTrackRemoteSql = "UPDATE tracks SET is_local = 0 WHERE hash = @hash";

    private const string RemoveTrackSql = "DELETE FROM tracks WHERE hash = @hash";

    private const string RemoveAlbumIfUnusedSql = """
        DELETE FROM albums WHERE id = @id AND NOT EXISTS (SELECT 1 FROM tracks WHERE album_id = @id)
        """;

    private const string RemoveArtistIfUnusedSql = """
        DELETE FROM artists WHERE id = @id
           AND NOT EXISTS (SELECT 1 FROM tracks WHERE artist_id = @id)
           AND NOT EXISTS (SELECT 1 FROM tracks WHERE album_artist_id = @id)
           AND NOT EXISTS (SELECT 1 FROM albums WHERE artist_id = @id)
        """;

    /// <summary>Writes what is known of a track over what was; <paramref name="known"/> is its row, null if there is none.</summary>
    private void SaveTrack(SqliteConnection db, TrackRow? known, TrackFacts facts, bool isLocal)
    {
        var tags = facts.Tags;
        var cover = facts.CoverHash?.ToArray();
        var artistId = SaveArtist(db, tags.ArtistName);
        var albumArtistId = tags.AlbumArtistName is null ? null : SaveArtist(db, tags.AlbumArtistName);
        var albumId = tags.AlbumTitle is null ? null : SaveAlbum(db, albumArtistId ?? artistId, tags.AlbumTitle, cover, isLocal);
        var now = _time.GetUtcNow();
        db.Execute(known is null ? AddTrackSql : UpdateTrackSql, new
        {
            id = known?.Id ?? Guid.CreateVersion7(now).ToBytes(),
            hash = facts.Hash.ToArray(),
            isLocal,
            fileSize = facts.FileSize,
            title = tags.Title,
            artistId,
            albumArtistId,
            albumId,
            durationSecs = tags.DurationSecs,
            format = tags.Format,
            genre = tags.Genre,
            year = tags.Year,
            trackNumber = tags.TrackNumber,
            discNumber = tags.DiscNumber,
            bitrate = tags.Bitrate,
            sampleRate = tags.SampleRate,
            cover,
            now = now.UtcTicks,
        });
        if (isLocal && (known is not { IsLocal: true } || facts != known.ToFacts()))
        {
            db.Execute(NumberChangeSql, new { hash = facts.Hash.ToArray() });
        }

        if (known is not null)
        {
            RemoveUnused(db, known);
        }
    }

    private byte[] SaveArtist(SqliteConnection db, string name)
    {
        if (db.QuerySingleOrDefault<byte[]>(FindArtistSql, new { name }) is { } found)
        {
            return found;
        }

        var id = NewId();
        db.Execute(AddArtistSql, new { id, name });
        return id;
    }

    private byte[] SaveAlbum(SqliteConnection db, byte[] artistId, string title, byte[]? cover, bool isLocal)
    {
        if (db.QuerySingleOrDefault<byte[]>(FindAlbumSql, new { artistId, title }) is not { } id)
        {
            id = NewId();
            db.Execute(AddAlbumSql, new { id, artistId, title, cover, isLocal });
        }
        else if (cover is not null)
        {
            db.Execute(SaveAlbumCoverSql, new { id, cover, isLocal });
        }

        return id;
    }

    /// <summary>Called after a local file of this track went: the track follows it unless something else holds it.</summary>
    private static void ReleaseTrack(SqliteConnection db, byte[] hash)
    {
        if (db.ExecuteScalar<bool>(HasLocalFileSql, new { hash }))
        {
            return;
        }

        if (db.ExecuteScalar<bool>(HasCopySql, new { hash }))
        {
            db.Execute(MakeTrackRemoteSql, new { hash });
            return;
        }

        var track = FindTrack(db, hash)!;
        db.Execute(RemoveTrackSql, new { hash });
        RemoveUnused(db, track);
    }

    /// <summary>Removes the album and the artists of a former row if nothing names them any more.</summary>
    private static void RemoveUnused(SqliteConnection db, TrackRow former)
    {
        if (former.AlbumId is not null)
        {
            db.Execute(RemoveAlbumIfUnusedSql, new { id = former.AlbumId });
        }

        if (former.AlbumArtistId is not null)
        {
            db.Execute(RemoveArtistIfUnusedSql, new { id = former.AlbumArtistId });
        }

        db.Execute(RemoveArtistIfUnusedSql, new { id = former.ArtistId });
    }

    private byte[] NewId() => Guid.CreateVersion7(_time.GetUtcNow()).ToBytes();
}
