using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>Writes tracks with their artists and albums, within one transaction.</summary>
internal sealed class TrackTable : IDisposable
{
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

    private const string ListLocalWithoutCoverSql = "SELECT hash FROM tracks WHERE album_id = @albumId AND cover_hash IS NULL AND is_local = 1";

    private static readonly string[] Parameters =
    [
        "@hash", "@isLocal", "@fileSize", "@title", "@artistId", "@albumArtistId", "@albumId", "@durationSecs", "@format", "@genre",
        "@year", "@trackNumber", "@discNumber", "@bitrate", "@sampleRate", "@cover", "@id", "@now",
    ];

    private readonly SqliteConnection _db;
    private readonly DateTimeOffset _now;
    private readonly SearchWriter _search;
    private readonly ArtistTable _artists;
    private readonly AlbumTable _albums;
    private readonly UnusedNames _unused;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _update;

    public TrackTable(SqliteConnection db, DateTimeOffset now)
    {
        (_db, _now) = (db, now);
        _search = new SearchWriter(db);
        _artists = new ArtistTable(db, _search, now);
        _albums = new AlbumTable(db, _search, now);
        _unused = new UnusedNames(db);
        _add = new SqliteStatement(db, AddTrackSql, Parameters);
        _update = new SqliteStatement(db, UpdateTrackSql, Parameters.AsSpan(..^2));
    }

    /// <summary>Writes what is known of some tracks over what was; each comes with its row, or null if there is none.</summary>
    public void Save(IReadOnlyCollection<(TrackFacts Facts, TrackRow? Known)> tracks, bool isLocal)
    {
        LoadNames(tracks);
        foreach (var (facts, known) in tracks)
        {
            Save(facts, known, isLocal);
        }
    }

    /// <summary>Comes last: makes findable what was written, and removes the albums and artists that no track names any more.</summary>
    public void Complete()
    {
        _search.Write();
        _unused.Remove();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _artists.Dispose();
        _albums.Dispose();
        _add.Dispose();
        _update.Dispose();
    }

    private void LoadNames(IReadOnlyCollection<(TrackFacts Facts, TrackRow? Known)> tracks)
    {
        _artists.Load(tracks.SelectMany(track => (string?[])[track.Facts.Tags.ArtistName, track.Facts.Tags.AlbumArtistName]).OfType<string>());
        // An artist who is not there yet has no albums.
        _albums.Load(
            from track in tracks
            let tags = track.Facts.Tags
            where tags.AlbumTitle is not null
            let artistId = _artists.Find(tags.AlbumArtistName ?? tags.ArtistName)
            where artistId is not null
            select (artistId, tags.AlbumTitle));
    }

    private void Save(TrackFacts facts, TrackRow? known, bool isLocal)
    {
        var tags = facts.Tags;
        var (hash, cover) = (facts.Hash.ToArray(), facts.CoverHash?.ToArray());
        var artistId = _artists.Save(tags.ArtistName);
        var albumArtistId = tags.AlbumArtistName is null ? null : _artists.Save(tags.AlbumArtistName);
        var albumId = tags.AlbumTitle is null ? null : _albums.Save(albumArtistId ?? artistId, tags.AlbumArtistName ?? tags.ArtistName, tags.AlbumTitle, cover, isLocal);
        ReadOnlySpan<object?> values =
        [
            hash, isLocal, facts.FileSize, tags.Title, artistId, albumArtistId, albumId, tags.DurationSecs, tags.Format, tags.Genre,
            tags.Year, tags.TrackNumber, tags.DiscNumber, tags.Bitrate, tags.SampleRate, cover,
        ];
        if (known is null)
        {
            var id = SqliteValues.NewId(_now);
            _add.Execute([.. values, id, _now.UtcTicks]);
            _search.Add(ToEntry(id, tags, isLocal));
        }
        else
        {
            _update.Execute(values);
            if (!known.HasWordsOf(tags) || known.IsLocal != isLocal)
            {
                _search.Replace(ToEntry(known.Id, tags, isLocal));
            }

            _unused.Add(known.AlbumId, known.AlbumArtistId, known.ArtistId);
        }

        if (isLocal && (known is not { IsLocal: true } || facts != known.ToFacts()))
        {
            NumberChange(hash);
        }

        if (albumId is not null && _albums.SaveCover(albumArtistId ?? artistId, tags.AlbumTitle!, cover, isLocal) && isLocal)
        {
            // Tracks of ours without a picture show, and announce, their album's.
            foreach (var other in _db.Query<byte[]>(ListLocalWithoutCoverSql, new { albumId }).ToList())
            {
                NumberChange(other);
            }
        }
    }

    private static SearchEntry ToEntry(byte[] id, TrackTags tags, bool isLocal) =>
        SearchEntry.OfTrack(id.ToGuid(), isLocal, tags.Title, tags.ArtistName, tags.AlbumTitle);

    private void NumberChange(byte[] hash) => _db.Execute(NumberChangeSql, new { hash });
}
