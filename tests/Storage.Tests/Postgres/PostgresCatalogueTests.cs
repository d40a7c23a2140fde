using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Postgres;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>What only PostgreSQL has to be asked: changes of several connections at once, and text that it cannot hold.</summary>
public sealed class PostgresCatalogueTests : IAsyncLifetime
{
    private readonly PostgresDatabaseFixture _fixture = new();
    private PostgresCatalogue _catalogue = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _catalogue = new PostgresCatalogue(_fixture.Database, TimeProvider.System, StoreLimits.Default);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_known_page_writes_nothing_and_locks_nothing()
    {
        TrackAnnouncement[] page = [.. Enumerable.Range(0, 50).Select(number => Sample.Announcement(number))];
        await _catalogue.RecordAnnouncementsAsync(Sample.Node(1), page, Cancel);
        await _catalogue.RecordAnnouncementsAsync(Sample.Node(2), [.. page.Select(entry => entry with { Title = "Other" })], Cancel);
        var before = await MarksOfRowsAsync();

        await _catalogue.RecordAnnouncementsAsync(Sample.Node(1), page, Cancel);
        Assert.Equal(before, await MarksOfRowsAsync());

        await _catalogue.RecordAnnouncementsAsync(Sample.Node(1), [.. page, Sample.Announcement(50)], Cancel);
        Assert.NotEqual(before, await MarksOfRowsAsync());
    }

    [Fact]
    public async Task Peers_that_rename_each_others_artists_at_once_leave_no_name_behind()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async peer =>
        {
            for (var round = 0; round < 8; round++)
            {
                await _catalogue.RecordAnnouncementsAsync(Sample.Node(peer), [.. Page(peer, round)], Cancel);
            }
        }));

        Assert.Equal(new CatalogueCounts(0, 120, 3, 3), await _catalogue.CountAsync(Cancel));
        Assert.Equal(3L, await _fixture.Outside.ExecuteAsync("SELECT count(*) FROM artists", Cancel));
    }

    [Fact]
    public async Task A_path_that_is_imported_twice_at_once_leaves_one_track()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => _catalogue.ImportAsync(
            Sample.Import(number, tags: Sample.Tags(artist: $"Artist {number}")), Cancel)));

        var file = await _catalogue.FindLocalFileAsync("/music/a.flac", Cancel);
        var track = Assert.Single((await _catalogue.ListTracksAsync(1, 100, Cancel)).Tracks);
        Assert.Equal((file!.Hash, true), (track.Hash, track.IsLocal));
        Assert.Equal(new CatalogueCounts(1, 0, 1, 1), await _catalogue.CountAsync(Cancel));
        Assert.Equal(8, await _catalogue.FindLastChangeAsync(Cancel));
    }

    [Fact]
    public async Task A_tag_with_a_character_that_text_cannot_hold_is_refused_and_leaves_nothing()
    {
        var error = await Assert.ThrowsAsync<StorageException>(
            () => _catalogue.ImportAsync(Sample.Import(1, tags: Sample.Tags(title: "a\0b")), Cancel));

        Assert.Equal(StorageFailure.Other, error.Reason);
        Assert.Equal(new CatalogueCounts(0, 0, 0, 0), await _catalogue.CountAsync(Cancel));
        Assert.True((await _catalogue.ImportAsync(Sample.Import(1), Cancel)).IsNew);
    }

    /// <summary>Tracks of one peer, whose names go around in the same circle of three as those of all peers.</summary>
    private static IEnumerable<TrackAnnouncement> Page(int peer, int round) => Enumerable.Range(0, 30).Select(number =>
        Sample.Announcement((peer * 30) + number, artist: $"Artist {(number + peer + round) % 3}"));

    /// <summary>Which transactions have last written and locked each row.</summary>
    private Task<object?> MarksOfRowsAsync() => _fixture.Outside.ExecuteAsync(
        """
        SELECT string_agg(concat_ws(' ', name, place, writer, locker), ', ' ORDER BY name, place) FROM (
            SELECT 'artist', ctid, xmin, xmax FROM artists UNION ALL SELECT 'album', ctid, xmin, xmax FROM albums
            UNION ALL SELECT 'track', ctid, xmin, xmax FROM tracks UNION ALL SELECT 'copy', ctid, xmin, xmax FROM copies
            UNION ALL SELECT 'total', ctid, xmin, xmax FROM totals UNION ALL SELECT 'peer', ctid, xmin, xmax FROM copies_of_peers) AS marks (name, place, writer, locker)
        """,
        Cancel);
}
