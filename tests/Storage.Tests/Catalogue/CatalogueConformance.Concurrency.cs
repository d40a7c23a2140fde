using SoundTime.Storage.Tests.Support;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    private const int Peers = 6;

    [Fact]
    public async Task Pages_of_several_peers_at_once_that_share_artists_albums_and_tracks_are_all_recorded()
    {
        await Task.WhenAll(Enumerable.Range(0, Peers).Select(AnnouncePagesAsync));

        Assert.Equal((0, 90), await CountTracksAsync());
        for (var number = 0; number < 90; number++)
        {
            Assert.Equal(Peers, (await Catalogue.ListCopiesAsync(Sample.Hash(number), Cancel)).Count);
        }

        Assert.All(await Catalogue.CountCopiesAsync(Cancel), peer => Assert.Equal(90, peer.Value));
        await AssertCountsMatchTracksAsync();
    }

    [Fact]
    public async Task The_same_page_twice_at_once_is_recorded_once()
    {
        TrackAnnouncement[] page = [.. Enumerable.Range(0, 90).Select(Shared)];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Catalogue.RecordAnnouncementsAsync(Sample.Node(1), page, Cancel)));

        Assert.Equal((90, 270), (outcomes.Sum(outcome => outcome.Added), outcomes.Sum(outcome => outcome.Known)));
        Assert.Equal(90, await Catalogue.CountCopiesAsync(Sample.Node(1), Cancel));
        await AssertCountsMatchTracksAsync();
    }

    [Fact]
    public async Task What_some_peers_announce_while_the_copies_of_others_go_stays()
    {
        await AnnounceAsync(8, [.. Enumerable.Range(0, 90).Select(Shared)]);
        await AnnounceAsync(9, [.. Enumerable.Range(0, 90).Select(Shared)]);

        await Task.WhenAll([RemoveAllAsync(8), .. Enumerable.Range(0, Peers).Select(AnnouncePagesAsync), RemoveAllAsync(9)]);

        Assert.Equal((0, 90), await CountTracksAsync());
        Assert.Equal(Peers, (await Catalogue.CountCopiesAsync(Cancel)).Count);
        await AssertCountsMatchTracksAsync();
    }

    /// <summary>A peer's catalogue, the same for all, each in an order of its own.</summary>
    private async Task AnnouncePagesAsync(int peer)
    {
        var catalogue = Enumerable.Range(0, 90).Select(Shared).ToArray();
        new Random(peer).Shuffle(catalogue);
        foreach (var page in catalogue.Chunk(30))
        {
            var outcome = await Catalogue.RecordAnnouncementsAsync(Sample.Node(peer), page, Cancel);
            Assert.Equal((30, 0, 0), (outcome.Added, outcome.Known, outcome.Rejected.Count));
        }
    }

    private async Task RemoveAllAsync(int peer)
    {
        while (await Catalogue.RemoveCopiesAsync(Sample.Node(peer), 7, Cancel) > 0)
        {
        }
    }

    private static TrackAnnouncement Shared(int number) => Sample.Announcement(number, artist: $"Artist {number % 7}") with
    {
        AlbumTitle = $"Album {number % 5}",
        AlbumArtistName = number % 3 == 0 ? null : $"Artist {number % 4}",
    };
}
