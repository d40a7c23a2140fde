using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task Who_holds_many_tracks_is_found_at_once_the_longest_known_first()
    {
        var own = await ImportAsync(1);
        await AnnounceAsync(2, Sample.Announcement(1), Sample.Announcement(2));
        await AnnounceAsync(1, Sample.Announcement(1));
        var theirs = await TrackOfAsync(2);

        var found = await Catalogue.FindHoldersAsync([Sample.Hash(3), Sample.Hash(2), Sample.Hash(1), .. Enumerable.Range(100, 1_000).Select(Sample.Hash)], 10, Cancel);

        Assert.Equal([Sample.Hash(1), Sample.Hash(2)], found.Keys.OrderBy(hash => hash.ToString()));
        AssertSame(new TrackHolders(own.Id, IsLocal: true, [Sample.Node(2), Sample.Node(1)]), found[Sample.Hash(1)]);
        AssertSame(new TrackHolders(theirs.Id, IsLocal: false, [Sample.Node(2)]), found[Sample.Hash(2)]);
        Assert.Empty(await Catalogue.FindHoldersAsync([], 10, Cancel));
    }

    [Fact]
    public async Task No_more_holders_of_a_track_are_named_than_were_asked_for()
    {
        await ImportAsync(1);
        foreach (var peer in (int[])[5, 3, 4])
        {
            await AnnounceAsync(peer, Sample.Announcement(1));
        }

        var holders = (await Catalogue.FindHoldersAsync([Sample.Hash(1)], 2, Cancel))[Sample.Hash(1)];

        Assert.Equal([Sample.Node(5), Sample.Node(3)], holders.Peers);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.FindHoldersAsync([Sample.Hash(1)], 0, Cancel));
    }

    private static void AssertSame(TrackHolders expected, TrackHolders actual)
    {
        Assert.Equal(expected.Peers, actual.Peers);
        Assert.Equal(expected, actual with { Peers = expected.Peers });
    }
}
