using SoundTime.Storage.Peers;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task A_peer_keeps_its_share_and_what_it_announces_beyond_that_is_left_out_with_its_reason()
    {
        await ReopenAsync(new StoreLimits { MaxCopiesPerPeer = 2 });

        var first = await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2), Sample.Announcement(3));
        Assert.Equal((2, 0), (first.Added, first.Known));
        Assert.Equal(2, Assert.Single(first.Rejected).Index);
        Assert.Empty(await Catalogue.ListCopiesAsync(Sample.Hash(3), Cancel));

        // What is known may still change, and another peer has a share of its own.
        var again = await AnnounceAsync(1, Sample.Announcement(4), Sample.Announcement(1, "New"));
        Assert.Equal((0, 1), (again.Added, again.Known));
        Assert.Equal(0, Assert.Single(again.Rejected).Index);
        Assert.Equal("New", (await TrackOfAsync(1)).Tags.Title);
        Assert.Equal(1, (await AnnounceAsync(2, Sample.Announcement(3))).Added);
    }

    [Fact]
    public async Task Of_more_copies_than_are_listed_those_of_peers_that_are_online_are_and_then_the_longest_known()
    {
        await ReopenAsync(new StoreLimits { MaxCopiesListed = 3 });
        for (var peer = 1; peer <= 5; peer++)
        {
            await AnnounceAsync(peer, Sample.Announcement(1));
        }

        await Stores.Peers.SaveAsync(new PeerRecord { Id = Sample.Node(1), AddedAt = Time.GetUtcNow() }, Cancel);
        await Stores.Peers.SaveAsync(new PeerRecord { Id = Sample.Node(4), AddedAt = Time.GetUtcNow(), IsOnline = true }, Cancel);

        Assert.Equal([Sample.Node(1), Sample.Node(2), Sample.Node(4)], (await Catalogue.ListCopiesAsync(Sample.Hash(1), Cancel)).Select(copy => copy.Peer));
    }

    [Fact]
    public async Task A_share_that_is_given_back_can_be_taken_again()
    {
        await ReopenAsync(new StoreLimits { MaxCopiesPerPeer = 2 });
        await AnnounceAsync(1, Sample.Announcement(1), Sample.Announcement(2));

        await Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel);

        var outcome = await AnnounceAsync(1, Sample.Announcement(3), Sample.Announcement(4));
        Assert.Equal((1, 1), (outcome.Added, Assert.Single(outcome.Rejected).Index));
    }

    [Fact]
    public async Task All_peers_together_add_no_more_tracks_than_there_is_room_for()
    {
        await ReopenAsync(new StoreLimits { MaxRemoteTracks = 3 });
        await ImportAsync(1);
        await AnnounceAsync(1, Sample.Announcement(2), Sample.Announcement(3));

        var outcome = await AnnounceAsync(2, Sample.Announcement(4), Sample.Announcement(5), Sample.Announcement(1), Sample.Announcement(2));

        // A copy of a track that is there takes no room of a track.
        Assert.Equal((3, 0), (outcome.Added, outcome.Known));
        var rejected = Assert.Single(outcome.Rejected);
        Assert.Equal(1, rejected.Index);
        Assert.Contains("3", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 3), await CountTracksAsync());
        Assert.Null(await Catalogue.FindTrackAsync(Sample.Hash(5), Cancel));

        await Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(3), Cancel);
        Assert.Equal(1, (await AnnounceAsync(2, Sample.Announcement(5))).Added);
    }
}
