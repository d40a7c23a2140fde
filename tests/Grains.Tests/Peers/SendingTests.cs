using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.Peers;

public sealed class SendingTests : PeerTests
{
    [Fact]
    public async Task At_first_contact_the_whole_catalogue_is_sent_in_ordered_pages()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        Assert.Equal([0, 10, 20], peer.Pages.Select(page => page.After));
        Assert.All(peer.Pages, page => Assert.Equal(ChangeMessage.Catalogue, page.Message));
        Assert.All(peer.Pages, page => Assert.Null(page.Since));
        Assert.Equal(25, PositionsOf(peer).SentPosition);
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task What_changes_while_the_catalogue_is_sent_is_news()
    {
        Node.LastChange = 10;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await ImportAsync(3, peer);
        var gate = peer.PageGate;
        peer.PageGate = null;
        gate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal([(0, ChangeMessage.Catalogue), (10, ChangeMessage.News)], peer.Pages.Select(page => (page.After, page.Message)));
        Assert.Equal(13, peer.Processed);
        Assert.Equal(13, PositionsOf(peer).SentPosition);
    }

    [Fact]
    public async Task News_are_sent_at_once_to_a_peer_that_is_online()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        var complete = Node.Time.GetUtcNow();
        await Node.AdvanceAsync(30 * Second);
        await ImportAsync(2, peer);
        Assert.Equal(new SentPage(Node.Time.GetUtcNow(), 5, 7, ChangeMessage.News, complete), peer.Pages[^1]);
        Assert.Equal(7, PositionsOf(peer).SentPosition);
    }

    [Fact]
    public async Task News_that_nobody_told_of_are_found_within_five_minutes()
    {
        var peer = await Node.MeetAsync();
        Node.LastChange = 3;
        await Node.AdvanceAsync(5 * Minute);
        Assert.Equal(3, peer.Processed);
    }

    [Fact]
    public async Task A_peer_that_was_away_is_sent_what_it_missed_when_it_comes_back()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        peer.Reply = PeerReply.Unreachable;
        await Node.AdvanceAsync(Hour);
        await ImportAsync(20, peer);
        Assert.Equal(5, peer.Processed);

        peer.Reply = PeerReply.Done;
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal([5, 15], peer.Pages.Where(page => page.Last > 5).Select(page => page.After));
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_page_that_came_while_news_came_is_followed_by_them_at_once()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        peer.PageGate = new TaskCompletionSource();
        await ImportAsync(1, peer);
        await ImportAsync(1, peer);
        var gate = peer.PageGate;
        peer.PageGate = null;
        gate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(7, peer.Processed);
    }

    [Fact]
    public async Task A_sending_that_broke_off_goes_on_where_it_stopped()
    {
        Node.LastChange = 35;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        var gate = peer.PageGate;
        peer.PageGate = null;
        peer.PageReply = PeerReply.Unreachable;
        gate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(10, PositionsOf(peer).SentPosition);
        Assert.False(Node.PeerStore[peer.Id]!.IsOnline);

        peer.PageReply = null;
        await Node.AdvanceAsync(Second);
        Assert.Equal([0, 10, 10, 20, 30], peer.Pages.Select(page => page.After));
        Assert.All(peer.Pages, page => Assert.Equal(ChangeMessage.Catalogue, page.Message));
        Assert.Equal(35, PositionsOf(peer).SentPosition);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task A_peer_that_answers_pings_and_takes_no_pages_is_tried_after_growing_pauses()
    {
        Node.LastChange = 5;
        var peer = Node.AddPeer();
        peer.PageReply = PeerReply.TimedOut;
        await SeeAsync(peer);
        await Node.AdvanceAsync(4 * Minute);
        // However often it connects anew: a Ping costs it nothing, and each page holds a turn that others wait for.
        await SeeAsync(peer);
        await Node.AdvanceAsync(4 * Minute);
        Assert.Equal([60, 120, 240], peer.Pages.Select(page => page.At).ToList().Pauses());
    }

    [Fact]
    public async Task Pages_that_this_node_could_not_send_say_nothing_of_the_peer_and_are_tried_again_a_minute_later()
    {
        Node.LastChange = 5;
        var peer = Node.AddPeer();
        peer.PageReply = PeerReply.NotAsked;
        await SeeAsync(peer);
        await Node.AdvanceAsync(3 * Minute);
        Assert.Equal([60, 60, 60], peer.Pages.Select(page => page.At).ToList().Pauses());
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
        peer.PageReply = null;
        await Node.AdvanceAsync(Minute);
        Assert.Equal(5, peer.Processed);
    }

    [Fact]
    public async Task The_position_is_written_before_the_next_page_is_sent()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        var writes = new List<(long? Position, int Pages)>();
        Node.States.Writing = positions => writes.Add((positions.SentPosition, peer.Pages.Count));
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal([(0, 0), (10, 1), (20, 2), (25, 3)], writes);
    }

    [Fact]
    public async Task Looking_for_news_where_there_are_none_writes_nothing()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        var writes = Node.States.Writes;
        await Node.AdvanceAsync(Hour);
        Assert.Equal(writes, Node.States.Writes);
        Assert.InRange(peer.Pages.Count, 12, 14);
    }

    [Fact]
    public async Task The_first_contact_has_peers_exchanged_and_later_ones_do_not()
    {
        var peer = await Node.MeetAsync();
        Assert.Single(peer.Exchanges);
        await Node.RestartAsync();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(peer.Exchanges);
    }

    [Fact]
    public async Task How_far_a_peer_is_can_be_asked()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.TrackCount = 4;
        Node.Copies[peer.Id] = 4;
        Assert.Equal(new PeerSync(null, false, 0, null, null, null, null), await peer.Grain.DescribeSyncAsync(Cancel));

        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        var pong = new PingResult(PeerReply.Done, 4, "0.1.7", null);
        Assert.Equal(new PeerSync(0, true, 0, null, null, null, pong), await peer.Grain.DescribeSyncAsync(Cancel));

        peer.PageGate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        await peer.Grain.AnnouncementsRecordedAsync(4, Cancel);
        var now = Node.Time.GetUtcNow();
        Assert.Equal(new PeerSync(25, false, 25, now, null, now, pong), await peer.Grain.DescribeSyncAsync(Cancel));

        await Node.RestartAsync();
        Assert.Equal(new PeerSync(25, false, 0, now, null, null, null), await peer.Grain.DescribeSyncAsync(Cancel));
    }
}
