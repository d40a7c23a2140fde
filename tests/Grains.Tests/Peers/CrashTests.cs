using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.Peers;

/// <summary>The process is killed. Whatever is sent again is known to the peer already; nothing may be left out.</summary>
public sealed class CrashTests : PeerTests
{
    [Fact]
    public async Task Killed_after_a_page_was_processed_and_before_that_was_said_it_is_sent_again()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal((10, 0), (peer.Processed, PositionsOf(peer).SentPosition));
        await KillAndWakeAsync(peer);
        Assert.Equal([0, 0, 10, 20], peer.Pages.Select(page => page.After));
        Assert.Equal((25, 25), (peer.Processed, PositionsOf(peer).SentPosition));
    }

    [Fact]
    public async Task Killed_after_a_page_was_processed_and_before_the_position_was_written_it_is_sent_again()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Node.States.Faults.IsFailing = true;
        peer.PageGate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal((10, 0), (peer.Processed, PositionsOf(peer).SentPosition));
        await KillAndWakeAsync(peer);
        Assert.Equal([0, 0, 10, 20], peer.Pages.Select(page => page.After));
        Assert.Equal(25, PositionsOf(peer).SentPosition);
    }

    [Fact]
    public async Task Killed_after_the_position_was_written_the_next_page_is_sent()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        var first = peer.PageGate;
        peer.PageGate = new TaskCompletionSource();
        first.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(10, PositionsOf(peer).SentPosition);
        await KillAndWakeAsync(peer);
        Assert.Equal([0, 10, 10, 20], peer.Pages.Select(page => page.After));
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_graceful_stop_gives_up_a_page_and_the_position_stays_behind_it()
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.PageGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await Node.RestartAsync();
        Assert.Equal(0, PositionsOf(peer).SentPosition);
        peer.PageGate = null;
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_graceful_stop_does_not_wait_for_a_peer_that_does_not_answer_a_ping()
    {
        var peer = Node.AddPeer();
        peer.PingGate = new TaskCompletionSource();
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(peer.Pings);
        await Node.RestartAsync();
        Assert.Equal(0, Node.ActivationCount);
    }

    [Fact]
    public async Task A_node_that_has_got_another_key_tells_its_peers_all_of_its_tracks_anew()
    {
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        Assert.Equal(25, PositionsOf(peer).SentPosition);
        Node.Link.Self = TestNode.IdOf(99);
        await KillAndWakeAsync(peer);
        Assert.Equal([0, 10, 20, 0, 10, 20], peer.Pages.Select(page => page.After));
        Assert.Equal(25, PositionsOf(peer).SentPosition);
    }

    private async Task KillAndWakeAsync(TestPeer peer)
    {
        await Node.KillAsync();
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
    }
}
