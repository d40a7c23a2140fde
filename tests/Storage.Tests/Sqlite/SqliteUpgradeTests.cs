using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Search;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>A database that the first version of the program left behind, with two tracks of its own and two of a peer.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    private const string AddTrackSql = """
        INSERT INTO tracks (id, hash, is_local, file_size, title, artist_id, album_id, duration_secs, format, cover_hash, created_at)
        VALUES (@id, @hash, @isLocal, 1000, 'Title', @artist, @album, 1.5, 'flac', @cover, 0)
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _artist = Sample.Hash(900).ToArray()[..16];
    private readonly byte[] _ourAlbum = Sample.Hash(901).ToArray()[..16];
    private readonly byte[] _theirAlbum = Sample.Hash(902).ToArray()[..16];

    public SqliteUpgradeTests()
    {
        using var db = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        db.Open();
        db.Execute("PRAGMA journal_mode = WAL");
        db.Execute(Migration.Sqlite[0].Sql);
        db.Execute("PRAGMA user_version = 1");
        db.Execute("INSERT INTO artists (id, name) VALUES (@_artist, 'Artist')", new { _artist });
        AddAlbum(db, _ourAlbum, "Ours", isLocal: true);
        AddAlbum(db, _theirAlbum, "Theirs", isLocal: false);
        // A later id comes first in the file: the numbers follow the ids.
        AddTrack(db, 3, isLocal: true);
        AddTrack(db, 1, isLocal: true);
        AddTrack(db, 2, isLocal: false);
        AddTrack(db, 4, isLocal: false);
        // A peer whose copies went.
        db.Execute("INSERT INTO copies_of_peers (node, copies) VALUES (@node, 0)", new { node = Sample.Node(2).ToArray() });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder["soundtime.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_that_was_stored_is_there()
    {
        await using var stores = await OpenAsync();

        Assert.Equal(new CatalogueCounts(LocalTracks: 2, RemoteTracks: 2, Albums: 2, Artists: 1), await stores.Catalogue.CountAsync(Cancel));
        Assert.Equal(Sample.Hash(3), (await stores.Catalogue.FindLocalFileAsync("/music/3", Cancel))!.Hash);
        Assert.Equal(Sample.Node(1), Assert.Single(await stores.Catalogue.ListCopiesAsync(Sample.Hash(2), Cancel)).Peer);
        Assert.Equal(2, Assert.Single(await stores.Catalogue.CountCopiesAsync(Cancel)).Value);
    }

    [Fact]
    public async Task Tracks_of_ours_have_numbers_in_the_order_of_their_ids_and_the_next_change_goes_on_from_there()
    {
        await using var stores = await OpenAsync();

        var changes = await stores.Catalogue.ListChangesAsync(0, 10, Cancel);
        Assert.Equal([Sample.Hash(1), Sample.Hash(3)], changes.Tracks.Select(track => track.Hash));
        Assert.Equal((2, 2), (changes.Last, await stores.Catalogue.FindLastChangeAsync(Cancel)));

        await stores.Catalogue.ImportAsync(Sample.Import(5, "/music/5"), Cancel);
        Assert.Equal(3, await stores.Catalogue.FindLastChangeAsync(Cancel));
    }

    [Fact]
    public async Task Covers_that_peers_had_named_are_wanted()
    {
        await using var stores = await OpenAsync();

        var wanted = Assert.Single(await stores.Covers.ListWantedAsync(TimeProvider.System.GetUtcNow(), 10, Cancel));

        Assert.Equal((_theirAlbum.ToGuid(), "Artist", "Theirs", 0), (wanted.AlbumId, wanted.ArtistName, wanted.AlbumTitle, wanted.Tries));
        Assert.Equal([Sample.Node(1)], await stores.Covers.ListHoldersAsync(wanted.Hash, 10, Cancel));
    }

    [Fact]
    public async Task The_copies_of_each_peer_are_counted_where_the_first_builds_did_not_count_them()
    {
        using (var db = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            db.Open();
            db.Execute("DROP TRIGGER copy_added; DROP TRIGGER copy_removed; DROP TABLE copies_of_peers");
        }

        await using var stores = await OpenAsync();

        Assert.Equal(2, await stores.Catalogue.CountCopiesAsync(Sample.Node(1), Cancel));
        await stores.Catalogue.RecordAnnouncementsAsync(Sample.Node(1), [Sample.Announcement(9)], Cancel);
        Assert.Equal(3, await stores.Catalogue.CountCopiesAsync(Sample.Node(1), Cancel));
        Assert.True(await stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(9), Cancel));
        Assert.Equal(2, await stores.Catalogue.CountCopiesAsync(Sample.Node(1), Cancel));
    }

    [Fact]
    public async Task The_copies_of_a_peer_can_go()
    {
        await using var stores = await OpenAsync();

        Assert.Equal(2, await stores.Catalogue.RemoveCopiesAsync(Sample.Node(1), 10, Cancel));

        Assert.Empty(await stores.Catalogue.CountCopiesAsync(Cancel));
        Assert.Equal(new CatalogueCounts(LocalTracks: 2, RemoteTracks: 0, Albums: 1, Artists: 1), await stores.Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Peers_that_were_known_are_there_and_tracks_of_peers_are_healthy_until_they_fail()
    {
        var peer = new PeerRecord { Id = Sample.Node(1), AddedAt = Sample.Modified, Hosts = ["a:1"], FailedDeliveries = 2 };
        using (var db = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            db.Open();
            db.Execute(string.Join('\n', Migration.Sqlite.Skip(1).Take(4).Select(migration => migration.Sql)));
            db.Execute("PRAGMA user_version = 5");
            db.Execute(
                "INSERT INTO peers (node, trust, is_online, added_at, hosts, failed_deliveries) VALUES (@node, 0, 0, @added, '[\"a:1\"]', 2)",
                new { node = peer.Id.ToArray(), added = peer.AddedAt.UtcTicks });
        }

        await using var stores = await OpenAsync();

        var found = (await stores.Peers.FindAsync(peer.Id, Cancel))!;
        Assert.Equal(peer.Hosts, found.Hosts);
        Assert.Equal(peer, found with { Hosts = peer.Hosts });
        Assert.Equal(new HealthCounts(2, 0, 0, 0), await stores.Health.CountAsync(Cancel));
        await stores.Health.SaveAsync([new HealthChange(Sample.Hash(2), new TrackHealth { State = TrackHealthState.Degraded })], Cancel);
        Assert.Equal(new HealthCounts(1, 0, 1, 0), await stores.Health.CountAsync(Cancel));
        Assert.Equal(1, await stores.Health.AddStrikeAsync(Sample.Hash(2), peer.Id, CopyFailure.Stalled, Sample.Modified, Cancel));
    }

    [Fact]
    public async Task What_it_was_before_lies_beside_it_and_can_be_put_back()
    {
        await (await OpenAsync()).DisposeAsync();
        Assert.Equal([DatabasePath, $"{DatabasePath}.before-0002"], Directory.GetFiles(_folder.Path).Order());
        File.Move($"{DatabasePath}.before-0002", DatabasePath, overwrite: true);

        using (var db = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            Assert.Equal(("ok", 1, 4), (db.ExecuteScalar<string>("PRAGMA integrity_check"), db.ExecuteScalar<long>("PRAGMA user_version"), db.ExecuteScalar<long>("SELECT count(*) FROM tracks")));
        }

        await All_that_was_stored_is_there();
    }

    [Fact]
    public async Task What_was_there_before_words_were_kept_is_found_once_it_is_indexed()
    {
        using (var db = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            db.Open();
            db.Execute(Migration.Sqlite[1].Sql);
            db.Execute(Migration.Sqlite[2].Sql);
            db.Execute("PRAGMA user_version = 3");
        }

        await using var stores = await OpenAsync();
        var (title, theirs, artist) = (SearchQuestion.Parse("titl"), SearchQuestion.Parse("theirs"), SearchQuestion.Parse("artist"));
        Assert.Empty(await stores.Search.FindTracksAsync(title, SearchScope.All, 0, 10, Cancel));
        await stores.Catalogue.ImportAsync(Sample.Import(5, "/music/5"), Cancel);

        var indexed = new List<int>();
        do
        {
            indexed.Add(await stores.Search.IndexAsync(2, Cancel));
        }
        while (indexed[^1] > 0);

        Assert.Equal([1, 3, 5], await FindAsync(title, SearchScope.Local));
        Assert.Equal([1, 2, 3, 4, 5], await FindAsync(title, SearchScope.All));
        Assert.Equal([2, 4], await FindAsync(theirs, SearchScope.All));
        Assert.Equal("Theirs", Assert.Single(await stores.Search.FindAlbumsAsync(theirs, 0, 10, Cancel)).Found.Title);
        Assert.Contains("Artist", (await stores.Search.FindArtistsAsync(artist, 0, 10, Cancel)).Select(match => match.Found.Name));

        async Task<IEnumerable<int>> FindAsync(SearchQuestion question, SearchScope scope)
        {
            var found = (await stores.Search.FindTracksAsync(question, scope, 0, 10, Cancel)).Select(match => match.Found.Hash).ToHashSet();
            return Enumerable.Range(1, 5).Where(number => found.Contains(Sample.Hash(number)));
        }
    }

    private static void AddAlbum(SqliteConnection db, byte[] id, string title, bool isLocal) =>
        db.Execute(
            "INSERT INTO albums (id, artist_id, title, cover_hash, cover_is_local) SELECT @id, id, @title, @cover, @isLocal FROM artists",
            new { id, title, cover = Sample.Hash(isLocal ? 70 : 71).ToArray(), isLocal });

    private void AddTrack(SqliteConnection db, int number, bool isLocal)
    {
        var hash = Sample.Hash(number).ToArray();
        var (album, cover) = (isLocal ? _ourAlbum : _theirAlbum, Sample.Hash(isLocal ? 70 : 71).ToArray());
        db.Execute(AddTrackSql, new { id = hash[..16], hash, isLocal, artist = _artist, album, cover });
        db.Execute(
            isLocal
                ? "INSERT INTO local_files (path, hash, size, modified_at) VALUES (@path, @hash, 1000, 0)"
                : "INSERT INTO copies (hash, announced_at, id, node, format, file_size) VALUES (@hash, 0, @id, @node, 'flac', 1000)",
            new { path = $"/music/{number}", hash, id = hash[..16], node = Sample.Node(1).ToArray() });
    }

    private Task<SqliteStores> OpenAsync() => SqliteStores.OpenAsync(DatabasePath, TimeProvider.System, NullLogger.Instance, Cancel);
}
