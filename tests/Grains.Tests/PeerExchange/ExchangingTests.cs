using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Peers;
using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.PeerExchange;

public sealed class ExchangingTests : PeerTests
{
    [Fact]
    public async Task Every_five_minutes_peers_are_exchanged_with_the_next_three_that_are_online()
    {
        var peers = await MeetAsync(7);
        await Node.Exchange.StartAsync(Cancel);
        Assert.Equal([1, 2, 3], await RoundAsync(peers));
        Assert.Equal([4, 5, 6], await RoundAsync(peers));
        Assert.Equal([1, 2, 7], await RoundAsync(peers));
        Assert.Equal([3, 4, 5], await RoundAsync(peers));
    }

    [Fact]
    public async Task The_rotation_stays_fair_when_peers_come_and_go()
    {
        var peers = await MeetAsync(9);
        await Node.Exchange.StartAsync(Cancel);
        Assert.Equal([1, 2, 3], await RoundAsync(peers));
        peers[2].Reply = peers[3].Reply = PeerReply.Unreachable;
        Assert.Equal([5, 6, 7], await RoundAsync(peers));
        peers[2].Reply = peers[3].Reply = PeerReply.Done;
        await peers[2].Grain.PingAsync(Cancel);
        await peers[3].Grain.PingAsync(Cancel);
        Assert.Equal([1, 8, 9], await RoundAsync(peers));
        Assert.Equal([2, 3, 4], await RoundAsync(peers));
    }

    [Fact]
    public async Task The_rotation_goes_on_after_a_kill()
    {
        var peers = await MeetAsync(7);
        await Node.Exchange.StartAsync(Cancel);
        Assert.Equal([1, 2, 3], await RoundAsync(peers));
        await Node.KillAsync();
        Assert.Equal([4, 5, 6], await RoundAsync(peers));
    }

    [Fact]
    public async Task Each_peer_has_one_turn_in_a_round_where_there_are_fewer_than_three()
    {
        var peers = await MeetAsync(2);
        await Node.Exchange.StartAsync(Cancel);
        Assert.Equal([1, 2], await RoundAsync(peers));
        Assert.Equal([1, 2], await RoundAsync(peers));
    }

    [Fact]
    public async Task Peers_are_not_exchanged_with_a_blocked_peer()
    {
        var peers = await MeetAsync(3);
        Node.Blocks.Block(peers[1].Id);
        await Node.Exchange.FirstContactAsync(peers[1].Key, Cancel);
        await Node.Exchange.StartAsync(Cancel);
        Assert.Equal([1, 3], await RoundAsync(peers));
    }

    [Fact]
    public async Task While_the_block_list_cannot_be_read_nothing_is_exchanged_and_the_log_says_so_once()
    {
        var peers = await MeetAsync(3);
        await Node.Exchange.StartAsync(Cancel);
        Node.Blocks.Faults.IsFailing = true;
        await Node.Exchange.FirstContactAsync(peers[0].Key, Cancel);
        Assert.Empty(await RoundAsync(peers));
        Assert.Empty(await RoundAsync(peers));
        Assert.Equal(1, Node.Log.Count(40));
        Node.Blocks.Faults.IsFailing = false;
        Assert.Equal([1, 2, 3], (await RoundAsync(peers)).Distinct());
    }

    [Fact]
    public async Task After_first_contact_peers_are_exchanged_at_once_and_those_it_names_are_met_too()
    {
        var named = Node.AddPeer(2);
        var peer = Node.AddPeer(1);
        peer.Names.Add(named.Key);
        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(peer.Exchanges);
        Assert.True(Node.PeerStore[named.Id]!.IsOnline);
        Assert.Single(named.Exchanges);
    }

    [Fact]
    public async Task A_first_contact_that_is_told_of_twice_is_one_exchange()
    {
        var peer = await Node.MeetAsync();
        peer.Exchanges.Clear();
        Node.Blocks.Faults.IsFailing = true;
        await Node.Exchange.FirstContactAsync(peer.Key, Cancel);
        await Node.Exchange.FirstContactAsync(peer.Key, Cancel);
        await Node.Exchange.FirstContactAsync("nobody", Cancel);
        await Node.AdvanceAsync(Second);
        Node.Blocks.Faults.IsFailing = false;
        await Node.AdvanceAsync(2 * Minute);
        Assert.Single(peer.Exchanges);
    }

    private async Task<List<TestPeer>> MeetAsync(int count)
    {
        List<TestPeer> peers = [];
        for (var number = 1; number <= count; number++)
        {
            peers.Add(await Node.MeetAsync(number));
        }

        peers.ForEach(peer => peer.Exchanges.Clear());
        return peers;
    }

    /// <summary>The numbers of the peers that were exchanged with in the next five minutes, once for each time.</summary>
    private async Task<List<int>> RoundAsync(List<TestPeer> peers)
    {
        await Node.AdvanceAsync(5 * Minute);
        var turns = peers.SelectMany((peer, index) => peer.Exchanges.Select(_ => index + 1)).ToList();
        peers.ForEach(peer => peer.Exchanges.Clear());
        return turns;
    }
}
