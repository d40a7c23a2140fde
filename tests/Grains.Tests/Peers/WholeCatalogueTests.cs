using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.Peers;

/// <summary>When all is sent again, and when it is not.</summary>
public sealed class WholeCatalogueTests : PeerTests
{
    [Fact]
    public async Task A_ping_of_a_peer_whose_position_is_current_has_nothing_sent()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        var pages = peer.Pages.Count;
        for (var i = 0; i < 100; i++)
        {
            await SeeAsync(peer);
            await Node.AdvanceAsync(Second);
        }

        Assert.Equal(pages, peer.Pages.Count);
    }

    [Fact]
    public async Task A_peer_that_asks_is_sent_all_from_the_beginning()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.LoseItsDatabase();
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal([0, 10, 20, 0, 10, 20], peer.Pages.Select(page => page.After));
        Assert.All(peer.Pages, page => Assert.Equal(ChangeMessage.Catalogue, page.Message));
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_request_is_not_forgotten_by_a_restart()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.LoseItsDatabase();
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        Assert.Equal((0, 25), (PositionsOf(peer).SentPosition, PositionsOf(peer).CatalogueEnd));

        await Node.KillAsync();
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task Requests_while_all_is_being_sent_lead_to_one_more_sending_and_not_to_a_start_from_anew()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        for (var i = 0; i < 20; i++)
        {
            await peer.Grain.CatalogueRequestedAsync(Cancel);
        }

        peer.PageGate.SetResult();
        peer.PageGate = null;
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal([0, 10, 20, 0, 10, 20], peer.Pages.Where(page => page.Last > page.After).Select(page => page.After));
    }

    [Fact]
    public async Task A_request_while_all_is_being_sent_is_not_forgotten_by_a_restart()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        peer.LoseItsDatabase();
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        await Node.KillAsync();

        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal([0, 0, 10, 20, 0, 10, 20], peer.Pages.Select(page => page.After));
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_request_of_a_peer_that_went_away_in_the_middle_has_all_sent_from_the_beginning()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        var gate = peer.PageGate;
        peer.PageGate = null;
        peer.Reply = PeerReply.Unreachable;
        gate.SetResult();
        await Node.AdvanceAsync(Minute);

        peer.LoseItsDatabase();
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        peer.Reply = PeerReply.Done;
        await SeeAsync(peer);
        await Node.AdvanceAsync(Second);
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_day_after_the_last_full_sending_a_peer_that_is_seen_is_sent_all_once_more_and_only_once()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.LoseItsDatabase();
        await Node.AdvanceAsync(24 * Hour - Second);
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(0, peer.Processed);

        await Node.AdvanceAsync(Hour);
        Assert.Equal(0, peer.Processed);
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(25, peer.Processed);

        peer.LoseItsDatabase();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(0, peer.Processed);
    }

    [Theory]
    [InlineData("resync")]
    [InlineData("forget")]
    [InlineData("block")]
    public async Task A_page_that_ends_after_positions_began_anew_does_not_move_them(string how)
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.PageGate = new TaskCompletionSource();
        await ImportAsync(5, peer);
        Assert.True((await peer.Grain.DescribeSyncAsync(Cancel)).IsSending);
        peer.LoseItsDatabase();
        switch (how)
        {
            case "resync":
                await peer.Grain.ResyncAsync(Cancel);
                break;
            case "forget":
                await peer.Grain.ForgetAsync(Cancel);
                break;
            default:
                Node.Blocks.Block(peer.Id);
                await peer.Grain.BlockedAsync(Cancel);
                break;
        }

        var gate = peer.PageGate;
        peer.PageGate = new TaskCompletionSource();
        gate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.InRange(Node.States.PositionsOf(peer)?.SentPosition ?? 0, 0, 0);

        Node.Blocks.Unblock(peer.Id);
        gate = peer.PageGate;
        peer.PageGate = null;
        gate.SetResult();
        await SeeAsync(peer);
        await Node.AdvanceAsync(Second);
        Assert.Equal(30, peer.Processed);
    }

    [Fact]
    public async Task A_catalogue_request_during_a_page_of_news_begins_anew_and_that_page_does_not_move_the_position()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.PageGate = new TaskCompletionSource();
        await ImportAsync(5, peer);
        peer.LoseItsDatabase();
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        var gate = peer.PageGate;
        peer.PageGate = new TaskCompletionSource();
        gate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal((0, 30), (PositionsOf(peer).SentPosition, PositionsOf(peer).CatalogueEnd));
        peer.PageGate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(30, peer.Processed);
    }

    [Fact]
    public async Task A_resync_sends_all_and_asks_for_all()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.LoseItsDatabase();
        await peer.Grain.ResyncAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(25, peer.Processed);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_resync_of_a_peer_that_is_away_is_not_forgotten_by_a_restart()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        peer.Reply = PeerReply.Unreachable;
        await Node.AdvanceAsync(Minute);
        peer.LoseItsDatabase();
        await peer.Grain.ResyncAsync(Cancel);
        await Node.KillAsync();

        peer.Reply = PeerReply.Done;
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(25, peer.Processed);
        Assert.Single(peer.Requests);
    }
}
