using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.PeerExchange;

public sealed class CheckingTests : PeerTests
{
    private static readonly string Sender = TestNode.IdOf(1_000_000).ToString();

    [Fact]
    public async Task A_named_id_is_known_when_it_has_answered_as_a_stranger()
    {
        var peer = Node.AddPeer();
        await NameAsync(Sender, [peer.Key]);
        Assert.Equal(PeerTrust.Stranger, Node.PeerStore[peer.Id]!.Trust);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task A_named_id_that_does_not_answer_is_not_known()
    {
        await NameAsync(Sender, [TestNode.IdOf(1).ToString()]);
        Assert.Single(Node.Work);
        Assert.Null(Node.PeerStore[TestNode.IdOf(1)]);
    }

    [Fact]
    public async Task Named_ids_are_asked_five_at_a_time_and_each_for_twenty_seconds()
    {
        var peers = Enumerable.Range(1, 12).Select(Node.AddPeer).ToList();
        peers.ForEach(peer => peer.PingGate = new TaskCompletionSource());
        await NameAsync(Sender, peers.Select(peer => peer.Key));
        Assert.Equal(5, Node.Work.Count);
        await Node.AdvanceAsync(19 * Second);
        Assert.Equal(5, Node.Work.Count);
        await Node.AdvanceAsync(Second);
        Assert.Equal(10, Node.Work.Count);
        await Node.AdvanceAsync(20 * Second);
        Assert.Equal(12, Node.Work.Count);
    }

    [Fact]
    public async Task Ids_that_need_no_asking_are_left_out()
    {
        var known = await Node.MeetAsync(1);
        var blocked = Node.AddPeer(2);
        Node.Blocks.Block(blocked.Id);
        Node.Work.Clear();
        await NameAsync(Sender, [known.Key, blocked.Key, Node.Link.Self.ToString(), Sender]);
        Assert.Empty(Node.Work);
    }

    [Fact]
    public async Task An_id_that_is_named_by_many_is_asked_once()
    {
        var peer = Node.AddPeer();
        peer.PingGate = new TaskCompletionSource();
        for (var sender = 100; sender < 120; sender++)
        {
            await NameAsync(TestNode.IdOf(sender).ToString(), [peer.Key, peer.Key]);
        }

        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task An_id_that_did_not_answer_is_not_asked_again_within_an_hour()
    {
        string[] silent = [TestNode.IdOf(1).ToString()];
        await NameAsync(Sender, silent);
        await Node.AdvanceAsync(Hour - Second);
        await NameAsync(Sender, silent);
        Assert.Single(Node.Work);
        await Node.AdvanceAsync(Second);
        await NameAsync(Sender, silent);
        Assert.Equal(2, Node.Work.Count);
    }

    [Fact]
    public async Task A_peer_that_has_blocked_this_node_is_there_and_does_not_count_against_who_named_it()
    {
        var peers = Enumerable.Range(1, PeerExchangeLimits.MaxSilentIds + 100).Select(Node.AddPeer).ToList();
        peers.ForEach(peer => peer.Reply = PeerReply.BlockedThere);
        await NameAsync(Sender, peers.Select(peer => peer.Key));
        Assert.Equal(peers.Count, Node.Work.Count);
        Assert.Equal(0, Node.Log.Count(46));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no id")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("AF22222222222222222222222222222222222222222222222222222222222222")]
    public async Task A_sender_of_too_many_ids_that_are_none_is_ignored_for_an_hour_and_the_log_says_so_once(string junk)
    {
        var peer = Node.AddPeer();
        await NameAsync(Sender, Enumerable.Repeat(junk, PeerExchangeLimits.MaxInvalidIds));
        Assert.Equal(0, Node.Log.Count(45));
        for (var i = 0; i < 10; i++)
        {
            await NameAsync(Sender, [junk, peer.Key]);
        }

        Assert.Empty(Node.Work);
        Assert.Equal(1, Node.Log.Count(45));
        await NameAsync(TestNode.IdOf(5).ToString(), [TestNode.IdOf(6).ToString()]);
        Assert.Single(Node.Work);

        await Node.AdvanceAsync(Hour);
        await NameAsync(Sender, [junk, peer.Key]);
        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task A_few_bad_ids_now_and_then_do_no_harm()
    {
        var peer = Node.AddPeer();
        for (var hour = 0; hour < 5; hour++)
        {
            await NameAsync(Sender, Enumerable.Repeat("no id", PeerExchangeLimits.MaxInvalidIds));
            await Node.AdvanceAsync(Hour);
        }

        await NameAsync(Sender, ["no id", peer.Key]);
        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task A_sender_of_too_many_ids_that_nobody_answers_at_is_ignored_for_an_hour_with_all_it_named_before()
    {
        await NameAsync(Sender, Ids(1, 1_000));
        Assert.InRange(Node.Work.Count, PeerExchangeLimits.MaxSilentIds + 1, PeerExchangeLimits.MaxSilentIds + PeerExchangeLimits.ChecksAtOnce);
        Assert.Equal(1, Node.Log.Count(46));

        var asked = Node.Work.Count;
        await NameAsync(Sender, Ids(2_000, 10));
        Assert.Equal(asked, Node.Work.Count);
        await Node.AdvanceAsync(Hour);
        await NameAsync(Sender, Ids(2_000, 10));
        Assert.Equal(asked + 10, Node.Work.Count);
    }

    [Fact]
    public async Task Of_one_message_no_more_than_a_thousand_ids_are_read()
    {
        var last = Node.AddPeer();
        await NameAsync(Sender, Enumerable.Repeat(Sender, 1_000).Append(last.Key));
        Assert.Empty(Node.Work);
    }

    [Fact]
    public async Task No_more_than_two_thousand_ids_wait()
    {
        var peers = Enumerable.Range(1, 3_000).Select(Node.AddPeer).ToList();
        peers[..5].ForEach(peer => peer.PingGate = new TaskCompletionSource());
        for (var sender = 0; sender < 3; sender++)
        {
            await NameAsync(TestNode.IdOf(1_000_000 + sender).ToString(), peers.Skip(1_000 * sender).Take(1_000).Select(peer => peer.Key));
        }

        peers[..5].ForEach(peer => peer.PingGate!.SetResult());
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(PeerExchangeLimits.MaxWaiting, peers.Count(peer => peer.Pings.Count > 0));
    }

    [Fact]
    public async Task Ids_that_cannot_be_looked_up_are_dropped_and_their_sender_is_not_to_blame()
    {
        var peer = Node.AddPeer();
        Node.PeerStore.Faults.IsFailing = true;
        await NameAsync(Sender, [peer.Key]);
        Assert.Empty(Node.Work);
        Node.PeerStore.Faults.IsFailing = false;
        await NameAsync(Sender, [peer.Key]);
        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task Where_there_is_no_room_those_that_answer_are_not_kept()
    {
        Node.PeerStore.Room = 2;
        var peers = Enumerable.Range(1, 10).Select(Node.AddPeer).ToList();
        await NameAsync(Sender, peers.Select(peer => peer.Key));
        await Node.AdvanceAsync(Hour);
        Assert.Equal(2, (await Node.PeerStore.CountAsync(Cancel)).Known);
        Assert.Equal(8, peers.Count(peer => peer.Pings.Count == 1));
    }

    [Fact]
    public async Task A_sender_that_is_no_node_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Node.Exchange.PeersNamedAsync("nobody", [], Cancel));

    private static IEnumerable<string> Ids(int first, int count) => Enumerable.Range(first, count).Select(number => TestNode.IdOf(number).ToString());

    private async Task NameAsync(string sender, IEnumerable<string> ids)
    {
        await Node.Exchange.PeersNamedAsync(sender, [.. ids], Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
    }
}
