using SoundTime.Storage.Covers;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Covers;

/// <summary>What every store of covers promises.</summary>
public abstract class CoverStoreConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private static readonly BlobHash First = Sample.Hash(70);
    private static readonly BlobHash Second = Sample.Hash(71);

    private ICoverStore Covers => Stores.Covers;

    [Fact]
    public async Task A_cover_that_a_peer_names_is_wanted_at_once()
    {
        await AnnounceAsync(1, Announcement(1, First) with { AlbumArtistName = "Various" });

        var wanted = Assert.Single(await ListWantedAsync());

        var track = await Stores.Catalogue.FindTrackAsync(Sample.Hash(1), Cancel);
        Assert.Equal(new WantedCover(track!.AlbumId!.Value, First, "Various", "Album", Tries: 0), wanted);
    }

    [Fact]
    public async Task A_cover_that_comes_to_be_named_later_is_wanted_then()
    {
        await AnnounceAsync(1, Announcement(1, null));
        Assert.Empty(await ListWantedAsync());

        await AnnounceAsync(1, Announcement(1, First));

        Assert.Equal(First, Assert.Single(await ListWantedAsync()).Hash);
    }

    [Fact]
    public async Task Pictures_of_our_own_files_and_of_tracks_without_an_album_are_not_wanted()
    {
        await Stores.Catalogue.ImportAsync(Sample.Import(1, cover: First), Cancel);
        await AnnounceAsync(1, Announcement(2, Second) with { AlbumTitle = null }, Announcement(3, Second));

        Assert.Empty(await ListWantedAsync());
    }

    [Fact]
    public async Task A_picture_of_ours_ends_the_wish_for_a_peers()
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());

        await Stores.Catalogue.ImportAsync(Sample.Import(2, cover: Second), Cancel);

        Assert.Empty(await ListWantedAsync());
        Assert.False(await Covers.RecordFileAsync(wanted.AlbumId, First, "a/b/cover.jpg", Cancel));
        Assert.False(await Covers.RecordFileAsync(wanted.AlbumId, Second, "a/b/cover.jpg", Cancel));
        await Covers.PostponeAsync(wanted.AlbumId, Second, Time.GetUtcNow(), Cancel);
        Assert.Empty(await ListWantedAsync());
    }

    [Fact]
    public async Task A_cover_that_is_here_is_not_wanted_any_more()
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());

        Assert.True(await Covers.RecordFileAsync(wanted.AlbumId, First, "Artist/Album/cover.jpg", Cancel));
        await Covers.PostponeAsync(wanted.AlbumId, First, Time.GetUtcNow(), Cancel);
        await AnnounceAsync(1, Announcement(1, First), Announcement(2, First));

        Assert.Empty(await ListWantedAsync());
        Assert.True(await Covers.RecordFileAsync(wanted.AlbumId, First, "Artist/Album/cover.jpg", Cancel));
    }

    [Fact]
    public async Task A_cover_of_an_album_that_has_gone_or_names_another_is_not_taken()
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());

        Assert.False(await Covers.RecordFileAsync(wanted.AlbumId, Second, "a/b/cover.jpg", Cancel));
        Assert.False(await Covers.RecordFileAsync(Guid.NewGuid(), First, "a/b/cover.jpg", Cancel));
        Assert.Equal([wanted], await ListWantedAsync());

        await Stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel);
        Assert.Empty(await ListWantedAsync());
        Assert.False(await Covers.RecordFileAsync(wanted.AlbumId, First, "a/b/cover.jpg", Cancel));
    }

    [Fact]
    public async Task A_postponed_cover_is_due_again_at_its_time_and_its_tries_are_counted()
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());

        await Covers.PostponeAsync(wanted.AlbumId, First, Time.GetUtcNow().AddMinutes(1), Cancel);
        Assert.Empty(await ListWantedAsync());
        await AnnounceAsync(1, Announcement(1, First));
        Assert.Empty(await ListWantedAsync());

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([wanted with { Tries = 1 }], await ListWantedAsync());
    }

    [Fact]
    public async Task A_cover_that_is_given_up_is_not_due_again()
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());

        await Covers.PostponeAsync(wanted.AlbumId, First, null, Cancel);
        await AnnounceAsync(1, Announcement(1, First));

        Assert.Empty(await Covers.ListWantedAsync(Time.GetUtcNow().AddYears(100), 10, Cancel));
    }

    [Fact]
    public async Task Postponing_a_cover_that_the_album_does_not_name_changes_nothing()
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());

        await Covers.PostponeAsync(wanted.AlbumId, Second, null, Cancel);
        await Covers.PostponeAsync(Guid.NewGuid(), First, null, Cancel);

        Assert.Equal([wanted], await ListWantedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_cover_starts_anew_whatever_became_of_the_one_before(bool wasFetched)
    {
        await AnnounceAsync(1, Announcement(1, First));
        var wanted = Assert.Single(await ListWantedAsync());
        if (wasFetched)
        {
            await Covers.RecordFileAsync(wanted.AlbumId, First, "a/b/cover.jpg", Cancel);
        }
        else
        {
            await Covers.PostponeAsync(wanted.AlbumId, First, null, Cancel);
        }

        await AnnounceAsync(1, Announcement(1, Second));

        Assert.Equal([wanted with { Hash = Second }], await ListWantedAsync());
        Assert.False(await Covers.RecordFileAsync(wanted.AlbumId, First, "a/b/cover.jpg", Cancel));
    }

    [Fact]
    public async Task An_album_keeps_its_cover_while_one_of_its_tracks_names_it()
    {
        await AnnounceAsync(1, Announcement(1, First), Announcement(2, First));
        var wanted = Assert.Single(await ListWantedAsync());

        await AnnounceAsync(1, Announcement(1, Second));
        Assert.Equal([wanted], await ListWantedAsync());

        await AnnounceAsync(1, Announcement(2, Second));
        Assert.Equal([wanted with { Hash = Second }], await ListWantedAsync());
    }

    [Fact]
    public async Task Covers_are_listed_longest_due_first_up_to_the_limit()
    {
        foreach (var number in (int[])[1, 2, 3])
        {
            await AnnounceAsync(1, Announcement(number, Sample.Hash(70 + number)) with { AlbumTitle = $"Album {number}" });
        }

        var oldest = (await ListWantedAsync())[0];
        await Covers.PostponeAsync(oldest.AlbumId, oldest.Hash, Time.GetUtcNow().AddSeconds(1), Cancel);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([Sample.Hash(72), Sample.Hash(73), Sample.Hash(71)], (await ListWantedAsync()).Select(cover => cover.Hash));
        Assert.Equal([Sample.Hash(72)], (await Covers.ListWantedAsync(Time.GetUtcNow(), 1, Cancel)).Select(cover => cover.Hash));
    }

    [Fact]
    public async Task Who_announced_a_track_with_the_cover_holds_it_the_longest_known_first()
    {
        await AnnounceAsync(5, Announcement(1, First), Announcement(2, First));
        await AnnounceAsync(3, Announcement(2, First));
        await AnnounceAsync(4, Announcement(1, First));
        await AnnounceAsync(2, Announcement(3, null));
        await AnnounceAsync(1, Announcement(4, Second) with { AlbumTitle = "Other" });

        Assert.Equal([Sample.Node(5), Sample.Node(3), Sample.Node(4)], await Covers.ListHoldersAsync(First, 10, Cancel));
        Assert.Equal([Sample.Node(5), Sample.Node(3)], await Covers.ListHoldersAsync(First, 2, Cancel));
        Assert.Equal([Sample.Node(1)], await Covers.ListHoldersAsync(Second, 10, Cancel));
        Assert.Empty(await Covers.ListHoldersAsync(Sample.Hash(72), 10, Cancel));
    }

    [Fact]
    public async Task What_is_wanted_survives_a_restart()
    {
        await AnnounceAsync(1, Announcement(1, First), Announcement(2, Second) with { AlbumTitle = "Other" });
        var wanted = await ListWantedAsync();
        await Covers.RecordFileAsync(wanted[0].AlbumId, wanted[0].Hash, "a/b/cover.jpg", Cancel);
        await Covers.PostponeAsync(wanted[1].AlbumId, wanted[1].Hash, Time.GetUtcNow(), Cancel);

        await ReopenAsync();

        Assert.Equal([wanted[1] with { Tries = 1 }], await ListWantedAsync());
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_absent() => await AssertUnknownOnceBrokenAsync(
        () => Covers.ListWantedAsync(Time.GetUtcNow(), 10, Cancel),
        () => Covers.ListHoldersAsync(First, 10, Cancel),
        () => Covers.RecordFileAsync(Guid.Empty, First, "a/b/cover.jpg", Cancel),
        () => Covers.PostponeAsync(Guid.Empty, First, null, Cancel));

    private Task<IReadOnlyList<WantedCover>> ListWantedAsync() => Covers.ListWantedAsync(Time.GetUtcNow(), 10, Cancel);

    private static TrackAnnouncement Announcement(int hash, BlobHash? cover) => Sample.Announcement(hash) with { CoverHash = cover?.ToString() };

    private async Task AnnounceAsync(int peer, params TrackAnnouncement[] announcements)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await Stores.Catalogue.RecordAnnouncementsAsync(Sample.Node(peer), announcements, Cancel)).Rejected);
    }
}
