using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.Peers;

public sealed class RequestingTests : PeerTests
{
    [Fact]
    public async Task A_peer_is_asked_for_its_catalogue_when_nothing_of_it_has_come_for_30_seconds()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        await SeeAsync(peer);
        await Node.AdvanceAsync(29 * Second);
        Assert.Empty(peer.Requests);
        await Node.AdvanceAsync(Second);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_peer_whose_pages_are_coming_in_is_not_asked()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        await SeeAsync(peer);
        for (var i = 0; i < 30; i++)
        {
            await Node.AdvanceAsync(20 * Second);
            await peer.Grain.AnnouncementsRecordedAsync(1, Cancel);
        }

        Assert.Empty(peer.Requests);
        await Node.AdvanceAsync(2 * Minute);
        Assert.NotEmpty(peer.Requests);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 6)]
    [InlineData(0, 0)]
    public async Task A_peer_is_not_asked_where_all_that_it_says_to_have_is_known(int said, int known)
    {
        var peer = Node.AddPeer();
        peer.TrackCount = said;
        Node.Copies[peer.Id] = known;
        await SeeAsync(peer);
        await Node.AdvanceAsync(Hour);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task Pauses_between_requests_grow_while_not_all_comes()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        await SeeAsync(peer);
        await Node.AdvanceAsync(60 * Hour);

        // A check is due 30 seconds after each Ping, so pauses may be up to a minute longer.
        int[] pauses = [30, 120, 480, 1920, 7680, 30_720, 86_400, 86_400];
        Assert.All(peer.Requests.Pauses().Zip(pauses), pair => Assert.InRange(pair.First, pair.Second, pair.Second + 60));
        Assert.Equal(9, peer.Requests.Count);
    }

    [Fact]
    public async Task Once_all_has_come_the_pauses_begin_anew()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        await SeeAsync(peer);
        await Node.AdvanceAsync(Hour);
        Assert.True(PositionsOf(peer).Requests > 2);

        Node.Copies[peer.Id] = 5;
        await Node.AdvanceAsync(3 * Hour);
        Assert.Equal(0, PositionsOf(peer).Requests);

        var before = peer.Requests.Count;
        peer.TrackCount = 6;
        await Node.AdvanceAsync(2 * Minute);
        Assert.Equal(before + 1, peer.Requests.Count);
    }

    [Fact]
    public async Task Pauses_are_kept_across_restarts()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        await SeeAsync(peer);
        await Node.AdvanceAsync(12 * Minute);
        var before = peer.Requests.Count;
        for (var i = 0; i < 10; i++)
        {
            await Node.RestartAsync();
            await peer.Grain.WakeAsync(Cancel);
            await Node.AdvanceAsync(Minute);
        }

        Assert.Equal(before, peer.Requests.Count);
        await Node.AdvanceAsync(Hour);
        Assert.Equal(before + 1, peer.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_answers_pings_and_drops_connections_at_requests_is_asked_after_growing_pauses_and_sent_all_of_ours(bool isResynced)
    {
        Node.LastChange = 25;
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        peer.RequestReply = PeerReply.BadAnswer;
        await SeeAsync(peer);
        if (isResynced)
        {
            await peer.Grain.ResyncAsync(Cancel);
        }

        await Node.AdvanceAsync(Hour);
        Assert.InRange(Node.Work.Count(work => work.StartsWith("request", StringComparison.Ordinal)), 3, 6);
        Assert.InRange(peer.Pings.Count, 60, 70);
        Assert.Equal(25, peer.Processed);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task A_request_that_this_node_could_not_send_does_not_count()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 5;
        peer.RequestReply = PeerReply.NotAsked;
        await SeeAsync(peer);
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal(0, PositionsOf(peer).Requests);
        peer.RequestReply = null;
        await Node.AdvanceAsync(2 * Minute);
        Assert.NotEmpty(peer.Requests);
    }

    [Fact]
    public async Task A_peer_is_asked_before_it_is_sent_anything()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        peer.Reply = PeerReply.Unreachable;
        await Node.AdvanceAsync(Minute);
        await peer.Grain.ResyncAsync(Cancel);
        peer.Reply = PeerReply.Done;
        Node.Work.Clear();
        await Node.AdvanceAsync(10 * Second);
        Assert.Equal(["ping", "request", "send"], Node.Work.Select(work => work.Split(' ')[0]));
    }
}
