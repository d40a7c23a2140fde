using SoundTime.Storage.Blocking;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Peers;

/// <summary>What every store of peers promises.</summary>
public abstract partial class PeerStoreConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private IPeerStore Peers => Stores.Peers;

    [Fact]
    public async Task What_is_known_of_a_peer_is_found_whole()
    {
        var peer = Peer(1) with
        {
            Trust = PeerTrust.Trusted,
            Version = "0.4.2 ä",
            TrackCount = long.MaxValue,
            IsOnline = true,
            LastSeen = Time.GetUtcNow().AddMicroseconds(1),
            LastAddress = "[2001:db8::1]:4433",
            Hosts = ["music.example:4433", "\"quoted\", host:1", "10.0.0.1:2"],
            FailedDeliveries = 3,
            DeliveryRate = 12_500_000_000,
            DeliveredAt = Time.GetUtcNow().AddMicroseconds(-1),
        };

        Assert.True(await Peers.SaveAsync(peer, Cancel));

        AssertSame(peer, await Peers.FindAsync(peer.Id, Cancel));
        AssertSame(peer, Assert.Single(await Peers.ListAsync(null, 10, Cancel)));
    }

    [Fact]
    public async Task What_is_not_known_of_a_peer_stays_unknown()
    {
        await Peers.SaveAsync(Peer(1), Cancel);

        AssertSame(Peer(1), await Peers.FindAsync(Sample.Node(1), Cancel));
        Assert.Null(await Peers.FindAsync(Sample.Node(2), Cancel));
    }

    [Fact]
    public async Task What_is_saved_takes_the_place_of_what_was_known()
    {
        await Peers.SaveAsync(Peer(1) with { Version = "1", IsOnline = true, Hosts = ["a:1"], LastSeen = Time.GetUtcNow(), DeliveryRate = 7, DeliveredAt = Time.GetUtcNow() }, Cancel);
        var later = Peer(1) with { TrackCount = 7 };

        Assert.True(await Peers.SaveAsync(later, Cancel));

        AssertSame(later, await Peers.FindAsync(later.Id, Cancel));
        Assert.Equal(new PeerCounts(Known: 1, Online: 0), await Peers.CountAsync(Cancel));
    }

    [Fact]
    public async Task Many_peers_are_found_at_once()
    {
        await SaveAsync(1, 2, 3);

        var found = await Peers.FindAsync([Sample.Node(3), Sample.Node(1), .. Enumerable.Range(1_000, 1_200).Select(Sample.Node)], Cancel);

        Assert.Equal([Sample.Node(1), Sample.Node(3)], found.Keys.Order());
        AssertSame(Peer(3), found[Sample.Node(3)]);
        Assert.Empty(await Peers.FindAsync([], Cancel));
    }

    [Fact]
    public async Task Peers_are_listed_in_the_order_of_their_ids_page_by_page()
    {
        await SaveAsync(5, 1, 4, 2, 3);

        var listed = new List<NodeId>();
        NodeId? after = null;
        while (await Peers.ListAsync(after, 2, Cancel) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 2);
            listed.AddRange(page.Select(peer => peer.Id));
            after = listed[^1];
        }

        Assert.Equal([1, 2, 3, 4, 5], listed.Select(NumberOf));
    }

    [Fact]
    public async Task Those_online_are_listed_and_counted()
    {
        await SaveAsync(1, 2, 3);
        await Peers.SaveAsync(Peer(3) with { IsOnline = true }, Cancel);
        await Peers.SaveAsync(Peer(1) with { IsOnline = true }, Cancel);

        Assert.Equal([1, 3], (await Peers.ListOnlineAsync(Cancel)).Select(NumberOf));
        Assert.Equal(new PeerCounts(Known: 3, Online: 2), await Peers.CountAsync(Cancel));
    }

    [Fact]
    public async Task Those_online_of_a_range_of_ids_are_listed_without_blocked_ones()
    {
        for (var number = 1; number <= 6; number++)
        {
            await Peers.SaveAsync(Peer(number) with { IsOnline = number != 4 }, Cancel);
        }

        await BlockAsync(Sample.Node(3).ToString());

        Assert.Equal([2, 5], (await Peers.ListOnlineAsync(Sample.Node(2), Sample.Node(5), Cancel)).Select(NumberOf));
        Assert.Empty(await Peers.ListOnlineAsync(Sample.Node(5), Sample.Node(2), Cancel));
    }

    [Fact]
    public async Task Blocked_peers_are_left_out_of_lists_and_counts_and_found_when_asked_for()
    {
        for (var number = 1; number <= 4; number++)
        {
            await Peers.SaveAsync(Peer(number) with { IsOnline = true }, Cancel);
        }

        var blocked = await BlockAsync(Sample.Node(2).ToString());
        await BlockAsync(Sample.Node(3).ToString().ToUpperInvariant());

        Assert.Equal([1, 3, 4], (await Peers.ListAsync(null, 10, Cancel)).Select(peer => NumberOf(peer.Id)));
        Assert.Equal([1, 3], (await Peers.ListAsync(null, 2, Cancel)).Select(peer => NumberOf(peer.Id)));
        Assert.Equal([1, 3, 4], (await Peers.ListOnlineAsync(Cancel)).Select(NumberOf));
        Assert.Equal(new PeerCounts(Known: 3, Online: 3), await Peers.CountAsync(Cancel));
        Assert.NotNull(await Peers.FindAsync(Sample.Node(2), Cancel));
        Assert.Single(await Peers.FindAsync([Sample.Node(2)], Cancel));

        await Stores.Blocks.RemoveAsync(blocked.Id, Cancel);
        Assert.Equal(new PeerCounts(Known: 4, Online: 4), await Peers.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_peer_that_is_removed_is_not_known_any_more()
    {
        await SaveAsync(1, 2);

        Assert.True(await Peers.RemoveAsync(Sample.Node(1), Cancel));
        Assert.False(await Peers.RemoveAsync(Sample.Node(1), Cancel));

        Assert.Null(await Peers.FindAsync(Sample.Node(1), Cancel));
        Assert.Equal(new PeerCounts(Known: 1, Online: 0), await Peers.CountAsync(Cancel));
    }

    [Fact]
    public async Task Peers_survive_a_restart()
    {
        var peer = Peer(1) with { IsOnline = true, Hosts = ["a:1"] };
        await Peers.SaveAsync(peer, Cancel);

        await ReopenAsync();

        AssertSame(peer, await Peers.FindAsync(peer.Id, Cancel));
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_absent() => await AssertUnknownOnceBrokenAsync(
        () => Peers.FindAsync(Sample.Node(1), Cancel),
        () => Peers.FindAsync([Sample.Node(1)], Cancel),
        () => Peers.SaveAsync(Peer(1), Cancel),
        () => Peers.RemoveAsync(Sample.Node(1), Cancel),
        () => Peers.ListAsync(null, 10, Cancel),
        () => Peers.ListOnlineAsync(Cancel),
        () => Peers.ListOnlineAsync(Sample.Node(1), Sample.Node(2), Cancel),
        () => Peers.ListFiltersAsync(Sample.Node(1), Sample.Node(2), Cancel),
        () => Peers.CountAsync(Cancel),
        () => Peers.SaveFilterAsync(Sample.Node(1), Filter(1), Cancel),
        () => Peers.FindFilterAsync(Sample.Node(1), Cancel));

    private static readonly DateTimeOffset Added = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static PeerRecord Peer(int number) => new() { Id = Sample.Node(number), AddedAt = Added };

    private static int NumberOf(NodeId id) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(id.ToArray());

    /// <summary>Records compare lists by reference, so the hosts are compared on their own.</summary>
    private static void AssertSame(PeerRecord expected, PeerRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Hosts, actual.Hosts);
        Assert.Equal(expected, actual with { Hosts = expected.Hosts });
    }

    private async Task SaveAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Assert.True(await Peers.SaveAsync(Peer(number), Cancel));
        }
    }

    private async Task<BlockedDomain> BlockAsync(string domain) => (await Stores.Blocks.AddAsync(new BlockRequest(domain, null), Cancel))!;
}
