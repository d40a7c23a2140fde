using SoundTime.Storage.Peers;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Peers;

public abstract partial class PeerStoreConformance
{
    private static readonly StoreLimits ThreePeers = new() { MaxPeers = 3 };

    [Fact]
    public async Task A_new_peer_takes_the_place_of_the_stranger_that_is_unseen_for_longest()
    {
        await ReopenAsync(ThreePeers);
        await Peers.SaveAsync(Peer(1) with { LastSeen = Added.AddDays(2) }, Cancel);
        await Peers.SaveAsync(Peer(2) with { LastSeen = Added.AddDays(1) }, Cancel);
        await Peers.SaveAsync(Peer(3) with { AddedAt = Added.AddDays(3) }, Cancel);
        await Peers.SaveFilterAsync(Sample.Node(2), Filter(8), Cancel);

        Assert.True(await Peers.SaveAsync(Peer(4) with { LastSeen = Added.AddDays(4) }, Cancel));
        await AssertKnownAsync(1, 3, 4);
        Assert.Null(await Peers.FindFilterAsync(Sample.Node(2), Cancel));

        // One that was never seen counts from when it became known.
        Assert.True(await Peers.SaveAsync(Peer(5) with { LastSeen = Added.AddDays(5) }, Cancel));
        await AssertKnownAsync(3, 4, 5);
        Assert.True(await Peers.SaveAsync(Peer(6) with { LastSeen = Added.AddDays(6) }, Cancel));
        await AssertKnownAsync(4, 5, 6);
    }

    [Fact]
    public async Task Peers_that_are_online_or_named_by_the_admin_stay_and_there_is_no_room_for_a_new_one()
    {
        await ReopenAsync(ThreePeers);
        await Peers.SaveAsync(Peer(1) with { Trust = PeerTrust.Trusted }, Cancel);
        await Peers.SaveAsync(Peer(2) with { IsOnline = true }, Cancel);
        await Peers.SaveAsync(Peer(3) with { Trust = PeerTrust.Trusted, IsOnline = true }, Cancel);

        Assert.False(await Peers.SaveAsync(Peer(4) with { Trust = PeerTrust.Trusted }, Cancel));
        Assert.True(await Peers.SaveAsync(Peer(2) with { IsOnline = true, Version = "2" }, Cancel));

        await AssertKnownAsync(1, 2, 3);
        Assert.Equal("2", (await Peers.FindAsync(Sample.Node(2), Cancel))!.Version);
    }

    [Fact]
    public async Task Known_peers_are_saved_when_there_is_no_room_and_nobody_goes()
    {
        await ReopenAsync(ThreePeers);
        await SaveAsync(1, 2, 3);

        await SaveAsync(3, 2, 1);

        await AssertKnownAsync(1, 2, 3);
    }

    [Fact]
    public async Task A_blocked_peer_takes_room_like_any_other()
    {
        await ReopenAsync(ThreePeers);
        await SaveAsync(1, 2, 3);
        await BlockAsync(Sample.Node(1).ToString());
        await Peers.SaveAsync(Peer(2) with { LastSeen = Added.AddDays(1) }, Cancel);
        await Peers.SaveAsync(Peer(3) with { LastSeen = Added.AddDays(1) }, Cancel);

        Assert.True(await Peers.SaveAsync(Peer(4), Cancel));

        Assert.Null(await Peers.FindAsync(Sample.Node(1), Cancel));
        await AssertKnownAsync(2, 3, 4);
    }

    [Fact]
    public async Task Many_new_peers_at_once_never_make_more_than_there_is_room_for()
    {
        await ReopenAsync(ThreePeers);

        var saved = await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Peers.SaveAsync(Peer(number) with { IsOnline = true }, Cancel)));

        Assert.Equal(3, saved.Count(isSaved => isSaved));
        Assert.Equal(new PeerCounts(Known: 3, Online: 3), await Peers.CountAsync(Cancel));
    }

    private async Task AssertKnownAsync(params int[] numbers) =>
        Assert.Equal(numbers, (await Peers.ListAsync(null, 10, Cancel)).Select(peer => NumberOf(peer.Id)));
}
