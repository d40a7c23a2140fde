using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task A_track_goes_with_its_last_copy_and_takes_its_album_and_artists_along()
    {
        await AnnounceAsync(1, Sample.Announcement(1) with { AlbumArtistName = "Various" });
        await AnnounceAsync(2, Sample.Announcement(1));

        Assert.True(await Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel));
        Assert.Equal(Sample.Node(2), Assert.Single(await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel)).Peer);
        Assert.Equal(new CatalogueCounts(0, 1, 1, 2), await Catalogue.CountAsync(Cancel));

        Assert.True(await Catalogue.RemoveCopyAsync(Sample.Node(2), Sample.Hash(1), Cancel));
        Assert.Null(await Catalogue.FindTrackAsync(Sample.Hash(1), Cancel));
        Assert.Equal(new CatalogueCounts(0, 0, 0, 0), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_copy_that_is_not_there_is_not_removed()
    {
        await AnnounceAsync(1, Sample.Announcement(1));

        Assert.False(await Catalogue.RemoveCopyAsync(Sample.Node(2), Sample.Hash(1), Cancel));
        Assert.False(await Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(2), Cancel));

        Assert.Single(await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel));
    }

    [Fact]
    public async Task Our_own_track_stays_when_a_peers_copy_goes()
    {
        var local = await ImportAsync(1);
        await AnnounceAsync(1, Sample.Announcement(1));

        Assert.True(await Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel));

        Assert.Equal(local, await TrackOfAsync(1));
        await AssertChangesAsync(0, 1, 1);
    }

    [Fact]
    public async Task The_next_holder_names_the_track_when_the_first_has_gone()
    {
        await AnnounceAsync(1, Sample.Announcement(1, "First"));
        await AnnounceAsync(2, Sample.Announcement(1, "Second"));
        await Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel);

        await AnnounceAsync(2, Sample.Announcement(1, "Second"));

        Assert.Equal("Second", (await TrackOfAsync(1)).Tags.Title);
    }

    [Fact]
    public async Task The_copies_of_a_peer_go_in_bounded_steps_and_nobody_elses()
    {
        await ImportAsync(1, "/music/1");
        await AnnounceAsync(1, [.. Enumerable.Range(1, 7).Select(number => Sample.Announcement(number, artist: $"Artist {number % 3}"))]);
        await AnnounceAsync(2, Sample.Announcement(2), Sample.Announcement(8, artist: "Other"));

        var steps = new List<int>();
        do
        {
            steps.Add(await Catalogue.RemoveCopiesAsync(Sample.Node(1), 3, Cancel));
        }
        while (steps[^1] != 0);

        Assert.Equal([3, 3, 1, 0], steps);
        Assert.Equal(0, await Catalogue.CountCopiesAsync(Sample.Node(1), Cancel));
        Assert.Equal(2, await Catalogue.CountCopiesAsync(Sample.Node(2), Cancel));
        Assert.Equal([8, 2, 1], (await Catalogue.ListTracksAsync(1, 100, Cancel)).Tracks.Select(NumberOf).OrderDescending());
        await AssertCountsMatchTracksAsync();
    }

    [Fact]
    public async Task A_step_of_no_copies_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.RemoveCopiesAsync(Sample.Node(1), 0, Cancel));

    [Fact]
    public async Task Copies_are_counted_by_peer()
    {
        await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2));
        await AnnounceAsync(2, Sample.Announcement(2));
        await AnnounceAsync(3, Sample.Announcement(3));
        await Catalogue.RemoveCopyAsync(Sample.Node(3), Sample.Hash(3), Cancel);

        Assert.Equal(2, await Catalogue.CountCopiesAsync(Sample.Node(1), Cancel));
        Assert.Equal(0, await Catalogue.CountCopiesAsync(Sample.Node(9), Cancel));
        Assert.Equal(
            new Dictionary<NodeId, long> { [Sample.Node(1)] = 2, [Sample.Node(2)] = 1 }, await Catalogue.CountCopiesAsync(Cancel));
    }
}
