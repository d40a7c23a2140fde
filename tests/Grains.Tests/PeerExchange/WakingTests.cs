using SoundTime.Grains.Tests.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.PeerExchange;

public sealed class WakingTests : PeerTests
{
    [Fact]
    public async Task A_start_wakes_all_known_peers()
    {
        var peers = Enumerable.Range(1, 120).Select(Node.AddPeer).ToList();
        await KnowAsync(peers.Select(peer => peer.Id), Node.Time.GetUtcNow());
        await Node.Exchange.StartAsync(Cancel);
        await Node.AdvanceAsync(3 * Second);
        Assert.All(peers, peer => Assert.Single(peer.Pings));
    }

    [Fact]
    public async Task Ten_thousand_known_peers_are_woken_within_five_minutes_and_no_more_than_fifty_in_a_second()
    {
        await KnowAsync(Enumerable.Range(1, IPeerStore.MaxPeers).Select(TestNode.IdOf), Node.Time.GetUtcNow() - 24 * Hour);
        await Node.Exchange.StartAsync(Cancel);
        for (var second = 0; second < 300; second++)
        {
            var before = Node.Work.Count;
            await Node.AdvanceAsync(Second);
            Assert.InRange(Node.Work.Count - before, 0, second == 0 ? 100 : 50);
        }

        Assert.Equal(IPeerStore.MaxPeers, Node.Work.Distinct().Count());
    }

    [Fact]
    public async Task Waking_goes_on_where_it_was_once_the_store_answers_again()
    {
        var peers = Enumerable.Range(1, 60).Select(Node.AddPeer).ToList();
        await KnowAsync(peers.Select(peer => peer.Id), Node.Time.GetUtcNow());
        await Node.Exchange.StartAsync(Cancel);
        await Node.AdvanceAsync(Second / 2);
        Node.PeerStore.Faults.IsFailing = true;
        await Node.AdvanceAsync(30 * Second);
        Assert.Equal(50, peers.Count(peer => peer.Pings.Count > 0));
        Node.PeerStore.Faults.IsFailing = false;
        await Node.AdvanceAsync(Minute);
        Assert.All(peers, peer => Assert.NotEmpty(peer.Pings));
    }

    [Fact]
    public async Task A_peer_that_was_unblocked_is_woken_by_the_next_reminder()
    {
        var peer = await Node.MeetAsync();
        await Node.Exchange.StartAsync(Cancel);
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);
        await Node.AdvanceAsync(Hour);
        var pings = peer.Pings.Count;
        Node.Blocks.Unblock(peer.Id);
        await Node.AdvanceAsync(6 * Minute);
        Assert.True(peer.Pings.Count > pings);
    }

    [Fact]
    public async Task The_reminder_survives_a_kill()
    {
        var peer = await Node.MeetAsync();
        await Node.Exchange.StartAsync(Cancel);
        await Node.AdvanceAsync(Minute);
        await Node.KillAsync();
        peer.Exchanges.Clear();
        peer.Pings.Clear();
        await Node.AdvanceAsync(6 * Minute);
        Assert.NotEmpty(peer.Pings);
        Assert.Single(peer.Exchanges);
    }

    private async Task KnowAsync(IEnumerable<SoundTime.Wire.NodeId> ids, DateTimeOffset lastSeen)
    {
        foreach (var id in ids)
        {
            await Node.PeerStore.SaveAsync(new PeerRecord { Id = id, AddedAt = lastSeen, LastSeen = lastSeen }, Cancel);
        }
    }
}
