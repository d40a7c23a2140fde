using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.Peers;

public sealed class PresenceTests : PeerTests
{
    [Fact]
    public async Task A_peer_that_is_online_is_pinged_every_minute()
    {
        var peer = await Node.MeetAsync();
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal(Enumerable.Repeat(60, 10), peer.Pings.Pauses());
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task A_peer_that_is_away_is_pinged_after_growing_pauses_of_up_to_an_hour()
    {
        var peer = await Node.MeetAsync();
        peer.Reply = PeerReply.Unreachable;
        await Node.AdvanceAsync(6 * Hour);
        Assert.Equal([60, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600], peer.Pings.Pauses().Take(16));
        Assert.False(Node.PeerStore[peer.Id]!.IsOnline);

        peer.Reply = PeerReply.Done;
        await Node.AdvanceAsync(Hour);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Theory]
    [InlineData(PeerTrust.Stranger)]
    [InlineData(PeerTrust.Trusted)]
    public async Task Trusted_peers_and_strangers_are_asked_alike(PeerTrust trust)
    {
        var peer = Node.AddPeer();
        peer.Reply = PeerReply.TimedOut;
        Assert.True(await peer.Grain.IntroduceAsync(new PeerIntroduction(trust, []), Cancel));
        await Node.AdvanceAsync(20 * Second);
        Assert.Equal([1, 2, 4, 8], peer.Pings.Pauses());
    }

    [Fact]
    public async Task A_peer_that_is_seen_is_pinged_at_once_unless_it_answered_within_the_last_minute()
    {
        var peer = await Node.MeetAsync();
        await Node.AdvanceAsync(30 * Second);
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(peer.Pings);

        peer.Reply = PeerReply.Unreachable;
        await Node.AdvanceAsync(5 * Hour);
        peer.Reply = PeerReply.Done;
        var pings = peer.Pings.Count;
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(pings + 1, peer.Pings.Count);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task A_peer_that_connects_again_and_again_and_does_not_answer_is_pinged_once_a_second_at_most()
    {
        var peer = Node.AddPeer();
        peer.Reply = PeerReply.TimedOut;
        for (var i = 0; i < 100; i++)
        {
            await SeeAsync(peer);
            await Node.AdvanceAsync(Second / 10);
        }

        Assert.InRange(peer.Pings.Count, 5, 11);
    }

    [Fact]
    public async Task A_peer_that_has_blocked_this_node_is_left_alone_for_an_hour_even_if_it_connects()
    {
        var peer = await Node.MeetAsync();
        peer.Reply = PeerReply.BlockedThere;
        await Node.AdvanceAsync(Minute);
        Assert.Equal(2, peer.Pings.Count);
        for (var i = 0; i < 59; i++)
        {
            await SeeAsync(peer);
            await Node.AdvanceAsync(Minute);
        }

        Assert.Equal(2, peer.Pings.Count);
        Assert.False(Node.PeerStore[peer.Id]!.IsOnline);
        await Node.AdvanceAsync(Minute);
        Assert.Equal(3, peer.Pings.Count);
        Assert.Equal(1, Node.Log.Count(3));
    }

    [Fact]
    public async Task A_ping_that_is_under_way_is_shared()
    {
        var peer = Node.AddPeer();
        peer.PingGate = new TaskCompletionSource();
        var first = peer.Grain.PingAsync(Cancel);
        var second = peer.Grain.PingAsync(Cancel);
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        peer.PingGate.SetResult();
        Assert.Equal(PeerReply.Done, (await first).Reply);
        Assert.Equal(PeerReply.Done, (await second).Reply);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task A_caller_waits_20_seconds_for_an_answer_and_no_longer()
    {
        var peer = Node.AddPeer();
        peer.PingGate = new TaskCompletionSource();
        var ping = peer.Grain.PingAsync(Cancel);
        await Node.AdvanceAsync(19 * Second);
        Assert.False(ping.IsCompleted);
        await Node.AdvanceAsync(Second);
        Assert.Equal(PeerReply.TimedOut, (await ping).Reply);
    }

    [Fact]
    public async Task An_unknown_id_is_known_once_it_has_answered()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 7;
        var pong = await peer.Grain.PingAsync(Cancel);
        Assert.Equal(new PingResult(PeerReply.Done, 7, "0.1.7", null), pong);
        var record = Assert.IsType<PeerRecord>(Node.PeerStore[peer.Id]);
        Assert.Equal((PeerTrust.Stranger, true, 7L, "0.1.7"), (record.Trust, record.IsOnline, record.TrackCount, record.Version));
        await Node.AdvanceAsync(Minute);
        Assert.Equal(2, peer.Pings.Count);
    }

    [Fact]
    public async Task An_unknown_id_that_does_not_answer_stays_unknown_and_is_not_asked_again()
    {
        var peer = Node.AddPeer();
        peer.Reply = PeerReply.Unreachable;
        Assert.Equal(PeerReply.Unreachable, (await peer.Grain.PingAsync(Cancel)).Reply);
        await Node.AdvanceAsync(Hour);
        Assert.Single(peer.Pings);
        Assert.Null(Node.PeerStore[peer.Id]);
        Assert.Equal(0, Node.ActivationCount);
    }

    [Fact]
    public async Task A_stranger_that_proved_its_key_is_known_even_if_it_does_not_answer()
    {
        var peer = Node.AddPeer();
        peer.Reply = PeerReply.Unreachable;
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        var record = Assert.IsType<PeerRecord>(Node.PeerStore[peer.Id]);
        Assert.Equal((PeerTrust.Stranger, false, "192.0.2.1:4433"), (record.Trust, record.IsOnline, record.LastAddress));
        Assert.Null(record.TrackCount);
    }

    [Fact]
    public async Task The_number_of_tracks_is_what_the_last_pong_said_whatever_else_happens()
    {
        var peer = Node.AddPeer();
        peer.TrackCount = 7;
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await peer.Grain.AnnouncementsRecordedAsync(5, Cancel);
        await SeeAsync(peer);
        peer.Reply = PeerReply.TimedOut;
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal(7, Node.PeerStore[peer.Id]!.TrackCount);

        peer.Reply = PeerReply.Done;
        peer.TrackCount = 3;
        await Node.AdvanceAsync(Hour);
        Assert.Equal(3, Node.PeerStore[peer.Id]!.TrackCount);
    }

    [Fact]
    public async Task A_version_that_ends_in_half_a_character_is_not_believed()
    {
        var peer = Node.AddPeer();
        peer.Version = "0.1 \ud83d";
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Null(Node.PeerStore[peer.Id]!.Version);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("0.1\n2026 a line in the log")]
    [InlineData("")]
    [InlineData("a version of more than sixty-four characters, which no program has, ever")]
    public async Task A_version_that_cannot_be_one_is_not_believed(string version)
    {
        var peer = Node.AddPeer();
        peer.Version = version;
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Null(Node.PeerStore[peer.Id]!.Version);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Theory]
    [InlineData(PeerReply.NotAsked)]
    [InlineData(PeerReply.BlockedHere)]
    public async Task What_this_node_could_not_ask_says_nothing_of_the_peer(PeerReply reply)
    {
        var peer = await Node.MeetAsync();
        peer.Reply = reply;
        await Node.AdvanceAsync(10 * Minute);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
        Assert.Equal(11, peer.Pings.Count);
    }

    [Fact]
    public async Task Contact_goes_on_after_a_restart_when_the_grain_is_woken()
    {
        var peer = await Node.MeetAsync();
        await Node.RestartAsync();
        await Node.AdvanceAsync(10 * Minute);
        Assert.Single(peer.Pings);

        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal(12, peer.Pings.Count);

        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(12, peer.Pings.Count);
    }

    [Fact]
    public async Task An_unknown_peer_cannot_be_woken()
    {
        var peer = Node.AddPeer();
        await peer.Grain.WakeAsync(Cancel);
        await Node.AdvanceAsync(Hour);
        Assert.Empty(peer.Pings);
        Assert.Equal(0, Node.ActivationCount);
    }

    [Fact]
    public async Task A_node_is_no_peer_of_itself()
    {
        var self = Node.Factory.GetGrain<IPeerGrain>(Node.Link.Self.ToString());
        await self.SeenAsync("192.0.2.1:4433", Cancel);
        Assert.False(await self.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, []), Cancel));
        Assert.Equal(PeerReply.NotAsked, (await self.PingAsync(Cancel)).Reply);
        await Node.AdvanceAsync(Hour);
        Assert.Empty(Node.Work);
        Assert.Null(Node.PeerStore[Node.Link.Self]);
    }

    [Theory]
    [InlineData("peer")]
    [InlineData("AF22222222222222222222222222222222222222222222222222222222222222")]
    [InlineData("aeaaaaabaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Only_64_lower_case_hex_digits_are_the_key_of_a_peer(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Node.Factory.GetGrain<IPeerGrain>(key).WakeAsync(Cancel));
}
