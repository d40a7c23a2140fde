using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <summary>The albums, as one transaction sees them: each is looked up once.</summary>
internal sealed class AlbumTable(SqliteConnection db, SearchWriter search, DateTimeOffset now) : IDisposable
{
    private const string FindAlbumsSql = """
        SELECT album.id AS Id, album.artist_id AS ArtistId, album.title AS Title, album.cover_hash AS CoverHash, album.cover_is_local AS CoverIsLocal
        FROM json_each(@albums) JOIN albums album ON album.artist_id = unhex(value ->> 0) AND album.title = value ->> 1
        """;

    private const string AddAlbumSql = """
        INSERT INTO albums (id, artist_id, title, cover_hash, cover_is_local, cover_next_try) VALUES (@id, @artistId, @title, @cover, @isLocal, @nextTry)
        """;

    /// <summary>
    /// An album keeps its cover while one of its tracks names it, but one of ours replaces one that a peer named. Another cover starts anew.
    /// </summary>
    private const string SaveCoverSql = """
        UPDATE albums SET cover_hash = @cover, cover_is_local = @isLocal, cover_file = NULL, cover_tries = 0, cover_next_try = @nextTry
        WHERE id = @id AND (cover_hash IS NULL OR cover_is_local < @isLocal OR (cover_is_local = @isLocal
            AND NOT EXISTS (SELECT 1 FROM tracks WHERE album_id = @id AND cover_hash = albums.cover_hash)))
        """;

    private readonly SqliteStatement _add = new(db, AddAlbumSql, "@id", "@artistId", "@title", "@cover", "@isLocal", "@nextTry");
    private readonly SqliteStatement _saveCover = new(db, SaveCoverSql, "@id", "@cover", "@isLocal", "@nextTry");
    private readonly Dictionary<(Guid ArtistId, string Title), AlbumRow?> _known = [];

    /// <summary>Looks up some albums in one query.</summary>
    public void Load(IEnumerable<(byte[] ArtistId, string Title)> albums)
    {
        var wanted = albums.DistinctBy(Key).Where(album => _known.TryAdd(Key(album), null)).Select(album => new[] { Convert.ToHexString(album.ArtistId), album.Title });
        foreach (var row in db.Query<AlbumRow>(FindAlbumsSql, new { albums = JsonSerializer.Serialize(wanted) }))
        {
            _known[Key((row.ArtistId, row.Title))] = row;
        }
    }

    /// <summary>The id of an album, which is added with its first cover if it is not there. Albums that were not loaded are not there.</summary>
    public byte[] Save(byte[] artistId, string artistName, string title, byte[]? cover, bool isLocal)
    {
        if (_known.GetValueOrDefault(Key((artistId, title))) is { } album)
        {
            return album.Id;
        }

        album = new AlbumRow { Id = SqliteValues.NewId(now), ArtistId = artistId, Title = title, CoverHash = cover, CoverIsLocal = isLocal };
        _add.Execute(album.Id, artistId, title, cover, isLocal, NextTry(cover, isLocal));
        search.Add(SearchEntry.OfAlbum(album.Id.ToGuid(), title, artistName));
        _known[Key((artistId, title))] = album;
        return album.Id;
    }

    /// <summary>A track of the album was written with this cover. Answers whether the album's cover is another one now.</summary>
    public bool SaveCover(byte[] artistId, string title, byte[]? cover, bool isLocal)
    {
        var album = _known[Key((artistId, title))]!;
        var isKnown = album.CoverIsLocal == isLocal && album.CoverHash.AsSpan().SequenceEqual(cover);
        if (cover is null || isKnown || (album.CoverHash is not null && album.CoverIsLocal && !isLocal)
            || _saveCover.Execute(album.Id, cover, isLocal, NextTry(cover, isLocal)) == 0)
        {
            return false;
        }

        (album.CoverHash, album.CoverIsLocal) = (cover, isLocal);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _add.Dispose();
        _saveCover.Dispose();
    }

    /// <summary>A cover that a peer named is wanted at once.</summary>
    private long? NextTry(byte[]? cover, bool isLocal) => cover is null || isLocal ? null : now.UtcTicks;

    private static (Guid ArtistId, string Title) Key((byte[] ArtistId, string Title) album) => (album.ArtistId.ToGuid(), album.Title);
}
