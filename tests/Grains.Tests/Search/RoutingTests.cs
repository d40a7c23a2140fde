using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Search;

public sealed class RoutingTests : IAsyncLifetime
{
    private TestNode? _node;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestNode Node => _node!;

    /// <summary>The part of all peers of these tests.</summary>
    private IRoutingGrain Part => Node.Factory.GetGrain<IRoutingGrain>(RoutingParts.KeyOf(TestNode.IdOf(1)));

    public async ValueTask InitializeAsync() => _node = await TestNode.StartAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    [Fact]
    public async Task Filters_that_are_stored_are_in_memory_when_all_parts_were_woken()
    {
        await KnowAsync(1, "queen");
        await KnowAsync(2, "abba");
        await Task.WhenAll(RoutingParts.Keys.Select(key => Node.Factory.GetGrain<IRoutingGrain>(key).WakeAsync(Cancel)));
        await Node.AdvanceAsync(TimeSpan.Zero);

        Assert.Equal(2 * TestFilter.Of("queen").Bitmap.Length, Node.Memory.Used);
        await AssertRoutedAsync("queen", 1);
    }

    [Fact]
    public async Task A_question_that_comes_while_filters_are_read_is_answered_at_once_and_those_not_read_may_know()
    {
        await KnowAsync(1, "queen");
        await KnowAsync(2, "abba");
        var gate = Node.PeerStore.FilterGate = new TaskCompletionSource();
        await Part.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(1, Node.PeerStore.FilterReads);

        await AssertRoutedAsync("queen", 1, 2);
        Assert.DoesNotContain(await RouteAsync("queen"), peer => peer.HasFilter);

        Node.PeerStore.FilterGate = null;
        gate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        await AssertRoutedAsync("queen", 1);
    }

    [Fact]
    public async Task A_peer_that_sends_its_filter_is_asked_for_what_is_in_it_from_then_on()
    {
        var peer = await Node.MeetAsync();
        await AssertRoutedAsync("queen", 1);
        Assert.False((await RouteAsync("queen"))[0].HasFilter);

        await SendFilterAsync(peer, "abba");
        await AssertRoutedAsync("queen");
        await AssertRoutedAsync("abba", 1);
        Assert.True((await RouteAsync("abba"))[0].HasFilter);
    }

    [Fact]
    public async Task A_peer_that_goes_away_is_left_out_at_once_and_one_that_is_back_is_not()
    {
        var peer = await Node.MeetAsync();
        await SendFilterAsync(peer, "queen");
        peer.Reply = PeerReply.Unreachable;
        await peer.Grain.PingAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await AssertRoutedAsync("queen");

        peer.Reply = PeerReply.Done;
        await peer.Grain.PingAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await AssertRoutedAsync("queen", 1);
    }

    [Fact]
    public async Task A_peer_that_is_blocked_is_left_out_at_once()
    {
        var peer = await Node.MeetAsync();
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);

        await AssertRoutedAsync("queen");
    }

    [Fact]
    public async Task A_peer_that_is_forgotten_is_left_out_at_once()
    {
        var peer = await Node.MeetAsync();
        await peer.Grain.ForgetAsync(Cancel);

        await AssertRoutedAsync("queen");
    }

    [Fact]
    public async Task What_nobody_told_of_is_found_in_the_store_within_a_minute()
    {
        await KnowAsync(1, "queen");
        await KnowAsync(2, "queen");
        await Part.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await AssertRoutedAsync("queen", 1, 2);

        await KnowAsync(1, isOnline: false);
        await Node.PeerStore.SaveFilterAsync(TestNode.IdOf(2), TestFilter.Of("abba") with { ReceivedAt = Node.Time.GetUtcNow().AddSeconds(1) }, Cancel);
        await KnowAsync(3, "queen");
        await Node.AdvanceAsync(SearchLimits.SynchronizePause);
        await AssertRoutedAsync("queen", 3);

        Node.Blocks.Block(TestNode.IdOf(3));
        await Node.PeerStore.RemoveAsync(TestNode.IdOf(2), Cancel);
        await Node.AdvanceAsync(SearchLimits.SynchronizePause);
        await AssertRoutedAsync("queen");
        await AssertRoutedAsync("abba");
    }

    [Fact]
    public async Task A_filter_that_has_not_changed_is_not_read_again()
    {
        await KnowAsync(1, "queen");
        await Part.WakeAsync(Cancel);
        await Node.AdvanceAsync(5 * SearchLimits.SynchronizePause);

        Assert.Equal(1, Node.PeerStore.FilterReads);
    }

    [Fact]
    public async Task A_filter_for_which_there_is_no_memory_is_not_read_again_and_its_peer_may_know()
    {
        Node.Memory = new FilterMemory(TestFilter.Of("queen").Bitmap.Length);
        await Node.RestartAsync();
        await KnowAsync(1, "queen");
        await KnowAsync(2, "abba");
        await Part.WakeAsync(Cancel);
        await Node.AdvanceAsync(5 * SearchLimits.SynchronizePause);

        Assert.Equal(2, Node.PeerStore.FilterReads);
        await AssertRoutedAsync("queen", 1, 2);

        // The first goes, and its memory with it.
        await Node.PeerStore.RemoveAsync(TestNode.IdOf(1), Cancel);
        await Node.AdvanceAsync(2 * SearchLimits.SynchronizePause);
        await AssertRoutedAsync("queen");
        await AssertRoutedAsync("abba", 2);
    }

    [Fact]
    public async Task A_filter_that_says_yes_to_everything_is_not_kept_nor_read_again_and_its_peer_may_know()
    {
        await KnowAsync(1, "queen");
        await KnowAsync(2, "queen");
        var full = new byte[1_000];
        Array.Fill(full, byte.MaxValue);
        await Node.PeerStore.SaveFilterAsync(TestNode.IdOf(1), TestFilter.Of("queen") with { Bitmap = full }, Cancel);
        await Part.WakeAsync(Cancel);
        await Node.AdvanceAsync(5 * SearchLimits.SynchronizePause);

        Assert.Equal(2, Node.PeerStore.FilterReads);
        Assert.Equal(TestFilter.Of("queen").Bitmap.Length, Node.Memory.Used);
        await AssertRoutedAsync("queen", 2, 1);
        Assert.Equal([true, false], (await RouteAsync("queen")).Select(peer => peer.HasFilter));
    }

    [Fact]
    public async Task While_the_store_fails_what_is_in_memory_is_used_and_what_changed_comes_after()
    {
        var peer = await Node.MeetAsync();
        await SendFilterAsync(peer, "queen");
        await Node.PeerStore.SaveFilterAsync(peer.Id, TestFilter.Of("abba") with { ReceivedAt = Node.Time.GetUtcNow().AddSeconds(1) }, Cancel);
        Node.PeerStore.Faults.IsFailing = true;
        await Node.AdvanceAsync(2 * SearchLimits.SynchronizePause);
        await AssertRoutedAsync("queen", 1);
        Assert.Equal(1, Node.Log.Count(60));

        Node.PeerStore.Faults.IsFailing = false;
        await Node.AdvanceAsync(SearchLimits.SynchronizePause);
        await AssertRoutedAsync("queen");
        await AssertRoutedAsync("abba", 1);
    }

    [Fact]
    public async Task A_part_that_cannot_read_who_is_online_fails_and_does_not_answer_that_nobody_is()
    {
        Node.PeerStore.Faults.IsFailing = true;
        await Assert.ThrowsAsync<IOException>(() => RouteAsync("queen"));

        Node.PeerStore.Faults.IsFailing = false;
        Assert.Empty(await RouteAsync("queen"));
    }

    [Fact]
    public async Task Contact_with_a_peer_goes_on_where_routing_cannot_be_told()
    {
        Node.PeerStore.Faults.IsFailing = true;
        await Assert.ThrowsAsync<IOException>(() => Part.WakeAsync(Cancel));
        Node.PeerStore.Faults.IsFailing = false;
        Node.PeerStore.AreListsFailing = true;
        var peer = await Node.MeetAsync();

        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
        Assert.NotEqual(0, Node.Log.Count(61));
        await Node.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.True(peer.Pings.Count >= 3);

        Node.PeerStore.AreListsFailing = false;
        await AssertRoutedAsync("queen", 1);
    }

    [Fact]
    public async Task A_part_stays_in_memory_though_nobody_asks()
    {
        await KnowAsync(1, "queen");
        await Part.WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(TestFilter.Of("queen").Bitmap.Length, Node.Memory.Used);
        Assert.Equal(1, Node.PeerStore.FilterReads);
    }

    [Fact]
    public async Task Who_answered_well_is_asked_first()
    {
        await KnowAsync(1, "queen");
        await KnowAsync(2, "queen");
        await Part.AnsweredAsync(TestNode.IdOf(2).ToString(), found: 1, TimeSpan.FromMilliseconds(20), Cancel);

        await AssertRoutedAsync("queen", 2, 1);
    }

    [Fact]
    public async Task A_key_that_names_no_part_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Node.Factory.GetGrain<IRoutingGrain>("part-64").WakeAsync(Cancel));

    [Fact]
    public void Each_id_belongs_to_one_part_whose_range_it_is_in()
    {
        var random = new Random(1);
        var bytes = new byte[NodeId.Size];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(bytes);
            var id = new NodeId(bytes);
            var (first, last) = RoutingParts.RangeOf(RoutingParts.PartOf(RoutingParts.KeyOf(id))!.Value);
            Assert.True(id >= first && id <= last);
        }

        Assert.Equal(RoutingParts.Count, RoutingParts.Keys.Distinct().Count());
    }

    private async Task KnowAsync(int number, string? term = null, bool isOnline = true)
    {
        var id = TestNode.IdOf(number);
        await Node.PeerStore.SaveAsync(new PeerRecord { Id = id, AddedAt = Node.Time.GetUtcNow(), IsOnline = isOnline }, Cancel);
        if (term is not null)
        {
            await Node.PeerStore.SaveFilterAsync(id, TestFilter.Of(term), Cancel);
        }
    }

    private async Task SendFilterAsync(TestPeer peer, string term)
    {
        var filter = TestFilter.Of(term);
        await peer.Grain.FilterArrivedAsync(new FilterParameters(filter.NumHashes, [.. filter.Keys], filter.ItemCount), filter.Bitmap.ToArray(), Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
    }

    private async Task<RoutedPeer[]> RouteAsync(string question)
    {
        var routed = await Part.RouteAsync(question, 10, Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        return routed;
    }

    private async Task AssertRoutedAsync(string question, params int[] peers)
    {
        await RouteAsync(question);
        var routed = await RouteAsync(question);
        Assert.Equal(peers.Select(number => TestNode.IdOf(number).ToString()), routed.Select(peer => peer.Peer));
    }
}
