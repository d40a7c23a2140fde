using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.Peers;

public sealed class StoreFailureTests : PeerTests
{
    [Fact]
    public async Task While_records_cannot_be_written_the_contact_goes_on_trying()
    {
        var peer = Node.AddPeer();
        await peer.Grain.WakeAsync(Cancel);
        Node.PeerStore.Faults.IsFailing = true;
        await SeeAsync(peer);
        await Node.AdvanceAsync(10 * Minute);
        Assert.Null(Node.PeerStore[peer.Id]);
        Assert.Equal(1, Node.Log.Count(7));

        Node.PeerStore.Faults.IsFailing = false;
        await Node.AdvanceAsync(Minute);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task While_positions_cannot_be_written_no_further_page_is_sent_and_none_is_lost()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        Node.States.Faults.IsFailing = true;
        await ImportAsync(25, peer);
        await Node.AdvanceAsync(10 * Minute);
        Assert.All(peer.Pages.Skip(1), page => Assert.Equal(5, page.After));
        Assert.Equal(5, PositionsOf(peer).SentPosition);
        Assert.Equal(5, (await peer.Grain.DescribeSyncAsync(Cancel)).SentPosition);

        Node.States.Faults.IsFailing = false;
        await Node.AdvanceAsync(Minute);
        Assert.Equal(30, PositionsOf(peer).SentPosition);
        Assert.Equal(30, peer.Processed);
    }

    [Fact]
    public async Task While_the_catalogue_cannot_be_read_the_peer_stays_online_and_is_asked_later()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Node.CatalogueFaults.IsFailing = true;
        await Node.AdvanceAsync(10 * Minute);
        Assert.Empty(peer.Requests);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);

        Node.CatalogueFaults.IsFailing = false;
        await Node.AdvanceAsync(2 * Minute);
        Assert.NotEmpty(peer.Requests);
    }

    [Fact]
    public async Task A_catalogue_request_that_cannot_be_kept_is_answered_with_an_error_and_changes_nothing()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        Node.States.Faults.IsFailing = true;
        await Assert.ThrowsAsync<IOException>(() => peer.Grain.CatalogueRequestedAsync(Cancel));
        Assert.Equal(5, (await peer.Grain.DescribeSyncAsync(Cancel)).SentPosition);
        Node.States.Faults.IsFailing = false;
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        Assert.Equal(0, PositionsOf(peer).SentPosition);
    }

    [Fact]
    public async Task Failures_of_the_store_reach_callers_as_what_crosses_processes()
    {
        var peer = await Node.MeetAsync();
        var filter = new FilterParameters(7, [1, 2, 3, 4], 1);
        Node.PeerStore.Faults.IsFailing = true;
        await Assert.ThrowsAsync<IOException>(() => peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, []), Cancel));
        await Assert.ThrowsAsync<IOException>(() => peer.Grain.FilterArrivedAsync(filter, [1], Cancel));
        await Assert.ThrowsAsync<IOException>(() => peer.Grain.ForgetAsync(Cancel));
        await Assert.ThrowsAsync<IOException>(() => Node.AddPeer(2).Grain.WakeAsync(Cancel));
        Assert.Equal(PeerReply.Done, (await peer.Grain.PingAsync(Cancel)).Reply);
        Node.PeerStore.Faults.IsFailing = false;
        await Node.AddPeer(2).Grain.WakeAsync(Cancel);
    }

    [Fact]
    public async Task A_block_is_obeyed_even_if_that_cannot_be_written_at_once()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        Node.Blocks.Block(peer.Id);
        Node.States.Faults.IsFailing = true;
        var work = Node.Work.Count;
        await Assert.ThrowsAsync<IOException>(() => peer.Grain.BlockedAsync(Cancel));
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal(work, Node.Work.Count);
        Node.States.Faults.IsFailing = false;
        await Node.AdvanceAsync(Minute);
        Assert.Null(PositionsOf(peer).SentPosition);
        Assert.Equal(work, Node.Work.Count);
    }

    [Fact]
    public async Task Positions_that_somebody_else_wrote_are_read_again()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        var state = Assert.IsType<SoundTime.Storage.GrainStates.StoredState>(await Node.States.ReadAsync("peer", peer.Key, Cancel));
        await Node.States.WriteAsync("peer", peer.Key, state.ETag, state.Json, Cancel);
        await ImportAsync(5, peer);
        Assert.Equal(5, PositionsOf(peer).SentPosition);
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(10, PositionsOf(peer).SentPosition);
    }
}
