using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.Peers;

public sealed class BlockingTests : PeerTests
{
    [Fact]
    public async Task A_blocked_peer_is_neither_asked_nor_sent_anything_and_is_known_still()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);
        var work = Node.Work.Count;
        await ImportAsync(5, peer);
        await SeeAsync(peer);
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        await peer.Grain.WakeAsync(Cancel);
        Assert.Equal(PeerReply.BlockedHere, (await peer.Grain.PingAsync(Cancel)).Reply);
        await Node.AdvanceAsync(Hour);
        Assert.Equal(work, Node.Work.Count);
        Assert.False(Node.PeerStore[peer.Id]!.IsOnline);
        Assert.Equal(5, peer.Processed);
    }

    [Fact]
    public async Task A_block_that_nobody_told_of_is_obeyed_at_the_next_step()
    {
        var peer = await Node.MeetAsync();
        Node.Blocks.Block(peer.Id);
        var work = Node.Work.Count;
        await Node.AdvanceAsync(Hour);
        Assert.Equal(work, Node.Work.Count);
        Assert.False(Node.PeerStore[peer.Id]!.IsOnline);
        Assert.Equal(2, Node.ActivationCount); // The exchange of peers, and a part of routing.
    }

    [Fact]
    public async Task Who_waits_for_a_Ping_of_a_peer_that_is_blocked_meanwhile_is_told_so()
    {
        var peer = await Node.MeetAsync();
        peer.PingGate = new TaskCompletionSource();
        var ping = peer.Grain.PingAsync(Cancel);
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);
        Assert.Equal(PeerReply.BlockedHere, (await ping).Reply);
    }

    [Fact]
    public async Task A_page_under_way_to_a_peer_that_is_blocked_is_given_up_at_once()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.False((await peer.Grain.DescribeSyncAsync(Cancel)).IsSending);
        Assert.Single(peer.Pages);
        Assert.Null(PositionsOf(peer).SentPosition);
    }

    [Fact]
    public async Task After_unblocking_both_catalogues_start_anew()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);
        peer.LoseItsDatabase();
        peer.TrackCount = 3;
        await Node.AdvanceAsync(Hour);

        Node.Blocks.Unblock(peer.Id);
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(Minute);
        Assert.Equal(25, peer.Processed);
        Assert.NotEmpty(peer.Requests);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task While_the_block_list_cannot_be_read_nothing_is_done_and_the_log_says_so_once()
    {
        var peer = await Node.MeetAsync();
        Node.Blocks.Faults.IsFailing = true;
        var work = Node.Work.Count;
        await Node.AdvanceAsync(Hour);
        Assert.Equal(work, Node.Work.Count);
        Assert.Equal(PeerReply.BlockedHere, (await peer.Grain.PingAsync(Cancel)).Reply);
        Assert.Equal(1, Node.Log.Count(6));
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);

        Node.Blocks.Faults.IsFailing = false;
        await Node.AdvanceAsync(2 * Minute);
        Assert.True(Node.Work.Count > work);
    }

    [Fact]
    public async Task An_introduced_peer_that_is_blocked_is_kept_and_left_alone()
    {
        var peer = Node.AddPeer();
        Node.Blocks.Block(peer.Id);
        Assert.True(await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, []), Cancel));
        await Node.AdvanceAsync(Hour);
        Assert.Empty(Node.Work);
        Assert.NotNull(Node.PeerStore[peer.Id]);
    }
}
