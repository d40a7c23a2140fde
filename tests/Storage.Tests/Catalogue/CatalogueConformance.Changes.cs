using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task Before_the_first_change_the_last_one_is_0_and_nothing_is_named()
    {
        Assert.Equal(0, await Catalogue.FindLastChangeAsync(Cancel));
        await AssertChangesAsync(after: 0, last: 0);
        await AssertChangesAsync(after: 7, last: 7);
    }

    [Fact]
    public async Task Each_new_track_of_ours_takes_the_next_number()
    {
        for (var number = 1; number <= 3; number++)
        {
            await ImportAsync(number, $"/music/{number}");
            Assert.Equal(number, await Catalogue.FindLastChangeAsync(Cancel));
        }

        await AssertChangesAsync(0, 3, 1, 2, 3);
        await AssertChangesAsync(2, 3, 3);
        await AssertChangesAsync(3, 3);
        Assert.Equal(await TrackOfAsync(3), Assert.Single((await Catalogue.ListChangesAsync(2, 10, Cancel)).Tracks));
    }

    [Fact]
    public async Task An_import_that_changes_nothing_takes_no_number()
    {
        var import = Sample.Import(1, cover: Sample.Hash(70));
        await Catalogue.ImportAsync(import, Cancel);

        await Catalogue.ImportAsync(import, Cancel);
        await Catalogue.ImportAsync(import with { File = import.File with { ModifiedAt = Time.GetUtcNow() } }, Cancel);
        await Catalogue.ImportAsync(Sample.Import(1, "/music/the same bytes", cover: Sample.Hash(70)), Cancel);

        await AssertChangesAsync(0, 1, 1);
    }

    public static TheoryData<TrackTags> Edits =>
    [
        Sample.Tags("Other"),
        Sample.Tags(artist: "Other"),
        Sample.Tags(album: "Other"),
        Sample.Tags(album: null),
        Sample.Tags() with { AlbumArtistName = "Other" },
        Sample.Tags() with { DurationSecs = 240.54f },
        Sample.Tags() with { Format = "ogg" },
        Sample.Tags() with { Genre = null },
        Sample.Tags() with { Year = 2025 },
        Sample.Tags() with { TrackNumber = 4 },
        Sample.Tags() with { DiscNumber = null },
        Sample.Tags() with { Bitrate = 320 },
        Sample.Tags() with { SampleRate = 48000 },
    ];

    [Theory]
    [MemberData(nameof(Edits), DisableDiscoveryEnumeration = true)]
    public async Task An_edit_is_named_at_its_newest_change_alone(TrackTags edited)
    {
        await ImportAsync(1, "/music/1");
        await ImportAsync(2, "/music/2");

        await ImportAsync(1, "/music/1", edited);

        await AssertChangesAsync(0, 3, 2, 1);
        Assert.Equal(edited, (await Catalogue.ListChangesAsync(2, 10, Cancel)).Tracks[0].Tags);
    }

    [Fact]
    public async Task Another_picture_of_a_track_is_an_edit()
    {
        await Catalogue.ImportAsync(Sample.Import(1, cover: Sample.Hash(70)), Cancel);

        await Catalogue.ImportAsync(Sample.Import(1, cover: Sample.Hash(71)), Cancel);

        await AssertChangesAsync(1, 2, 1);
    }

    [Fact]
    public async Task The_first_picture_of_an_album_is_an_edit_of_its_tracks_that_have_none()
    {
        await ImportAsync(1, "/music/1");
        await ImportAsync(2, "/music/2");
        await ImportAsync(3, "/music/3", Sample.Tags(album: "Other"));
        Assert.Equal(3, await Catalogue.FindLastChangeAsync(Cancel));

        await Catalogue.ImportAsync(Sample.Import(4, "/music/4", cover: Sample.Hash(70)), Cancel);

        var changes = await Catalogue.ListChangesAsync(3, 10, Cancel);
        Assert.Equal([1, 2, 4], changes.Tracks.Select(NumberOf).Order());
        Assert.All(changes.Tracks, track => Assert.Equal(Sample.Hash(70), track.CoverHash));
        Assert.Equal((6, 6), (changes.Last, await Catalogue.FindLastChangeAsync(Cancel)));
    }

    [Fact]
    public async Task What_peers_announce_takes_no_number_and_becoming_ours_does()
    {
        await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2));
        await AnnounceAsync(1, Sample.Announcement(1, "Edited"));
        await AssertChangesAsync(0, 0);

        await ImportAsync(2);
        await AnnounceAsync(1, Sample.Announcement(2, "Edited"));

        await AssertChangesAsync(0, 1, 2);
    }

    [Fact]
    public async Task A_track_that_is_gone_or_not_ours_any_more_is_not_named_until_it_is_back()
    {
        await ImportAsync(1, "/music/1");
        await ImportAsync(2, "/music/2");
        await ImportAsync(3, "/music/3");
        await AnnounceAsync(1, Sample.Announcement(2));
        await Catalogue.RemoveLocalFileAsync("/music/1", Cancel);
        await Catalogue.RemoveLocalFileAsync("/music/2", Cancel);
        await AssertChangesAsync(0, 3, 3);

        await ImportAsync(2, "/music/2");
        await ImportAsync(1, "/music/1");

        await AssertChangesAsync(0, 5, 3, 2, 1);
    }

    [Fact]
    public async Task A_number_is_never_given_twice_even_if_the_last_track_went()
    {
        await ImportAsync(1);
        await Catalogue.RemoveLocalFileAsync("/music/a.flac", Cancel);
        Assert.Equal(1, await Catalogue.FindLastChangeAsync(Cancel));
        await ReopenAsync();

        await ImportAsync(2);

        await AssertChangesAsync(1, 2, 2);
    }

    [Fact]
    public async Task Changes_come_in_pages_that_go_on_where_the_last_one_ended()
    {
        for (var number = 1; number <= 7; number++)
        {
            await ImportAsync(number, $"/music/{number}");
        }

        var first = await Catalogue.ListChangesAsync(0, 3, Cancel);
        await ImportAsync(1, "/music/1", Sample.Tags("Edited"));
        var second = await Catalogue.ListChangesAsync(first.Last, 3, Cancel);
        var third = await Catalogue.ListChangesAsync(second.Last, 3, Cancel);

        Assert.Equal([1, 2, 3], first.Tracks.Select(NumberOf));
        Assert.Equal([4, 5, 6], second.Tracks.Select(NumberOf));
        Assert.Equal([7, 1], third.Tracks.Select(NumberOf));
        Assert.Equal((3, 6, 8), (first.Last, second.Last, third.Last));
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_all_take_numbers_of_their_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Catalogue.ImportAsync(Sample.Import(number, $"/music/{number}"), Cancel)));

        var changes = await Catalogue.ListChangesAsync(0, 100, Cancel);
        Assert.Equal(Enumerable.Range(0, 40), changes.Tracks.Select(NumberOf).Order());
        Assert.Equal((40, 40), (changes.Last, await Catalogue.FindLastChangeAsync(Cancel)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public async Task Pages_of_changes_outside_their_bounds_are_refused(long after, int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.ListChangesAsync(after, limit, Cancel));

    private async Task AssertChangesAsync(long after, long last, params int[] tracks)
    {
        var changes = await Catalogue.ListChangesAsync(after, 100, Cancel);
        Assert.Equal(tracks, changes.Tracks.Select(NumberOf));
        Assert.Equal(last, changes.Last);
        Assert.Equal(last, Math.Max(after, await Catalogue.FindLastChangeAsync(Cancel)));
    }
}
