using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;

namespace SoundTime.Grains.Tests.Peers;

public sealed class FilterTests : PeerTests
{
    private static readonly FilterParameters Parameters = new(7, [1, 2, 3, 4], 42);

    [Fact]
    public async Task At_first_contact_our_filter_is_sent()
    {
        Node.FilterVersion = 3;
        Node.LastChange = 25;
        var peer = await Node.MeetAsync();
        Assert.Equal([(Node.Time.GetUtcNow(), 3L)], peer.Filters);
        Assert.Equal(25, peer.Processed);
    }

    [Fact]
    public async Task A_filter_that_is_not_there_yet_is_sent_within_seconds_after_it_is()
    {
        var peer = await Node.MeetAsync();
        Assert.Empty(peer.Filters);
        Node.FilterVersion = 1;
        await Node.AdvanceAsync(PeerPacing.FilterMakingPause);
        Assert.Single(peer.Filters);
    }

    [Fact]
    public async Task A_change_of_our_tracks_has_the_new_filter_sent_five_minutes_after_the_last_one()
    {
        Node.FilterVersion = 1;
        var peer = await Node.MeetAsync();
        await Node.AdvanceAsync(1 * Minute);
        Node.FilterVersion = 2;
        await ImportAsync(1, peer);
        await Node.AdvanceAsync(4 * Minute - Second);
        Assert.Single(peer.Filters);
        await Node.AdvanceAsync(Second);
        Assert.Equal([1L, 2L], peer.Filters.Select(filter => filter.Version));
    }

    [Fact]
    public async Task A_change_long_after_the_last_filter_has_half_a_minute_to_come_into_it()
    {
        Node.FilterVersion = 1;
        var peer = await Node.MeetAsync();
        await Node.AdvanceAsync(20 * Minute);
        await ImportAsync(1, peer);
        Node.FilterVersion = 2;
        await Node.AdvanceAsync(PeerPacing.FilterSettling - Second);
        Assert.Single(peer.Filters);
        await Node.AdvanceAsync(Second);
        Assert.Equal(2, peer.Filters.Count);
    }

    [Fact]
    public async Task A_new_filter_that_nobody_told_of_is_sent_within_seven_minutes()
    {
        Node.FilterVersion = 1;
        var peer = await Node.MeetAsync();
        Node.FilterVersion = 2;
        await Node.AdvanceAsync(7 * Minute);
        Assert.Equal([1L, 2L], peer.Filters.Select(filter => filter.Version));
    }

    [Fact]
    public async Task However_often_it_changes_a_peer_is_sent_one_in_five_minutes()
    {
        Node.FilterVersion = 1;
        var peer = await Node.MeetAsync();
        for (var minute = 0; minute < 60; minute++)
        {
            Node.FilterVersion++;
            await ImportAsync(1, peer);
            await Node.AdvanceAsync(1 * Minute);
        }

        Assert.All(peer.Filters.ConvertAll(filter => filter.At).Pauses(), pause => Assert.InRange(pause, 300, 360));
    }

    [Fact]
    public async Task A_filter_that_does_not_change_is_sent_again_after_an_hour_as_the_peer_may_have_lost_it()
    {
        Node.FilterVersion = 1;
        var peer = await Node.MeetAsync();
        await Node.AdvanceAsync(59 * Minute);
        Assert.Single(peer.Filters);
        await Node.AdvanceAsync(8 * Minute);
        Assert.Equal([1L, 1L], peer.Filters.Select(filter => filter.Version));
    }

    [Fact]
    public async Task A_peer_that_comes_back_is_sent_our_filter_again_though_not_within_five_minutes()
    {
        Node.FilterVersion = 1;
        var peer = await Node.MeetAsync();
        await AwayAndBackAsync(peer);
        Assert.Single(peer.Filters);
        await Node.AdvanceAsync(5 * Minute);
        Assert.Equal(2, peer.Filters.Count);
        await Node.AdvanceAsync(10 * Minute);
        await AwayAndBackAsync(peer);
        Assert.Equal(3, peer.Filters.Count);
        Assert.Equal(Node.Time.GetUtcNow(), peer.Filters[^1].At);
    }

    [Theory]
    [InlineData(PeerReply.TimedOut)]
    [InlineData(PeerReply.Unreachable)]
    [InlineData(PeerReply.BadAnswer)]
    public async Task A_peer_that_does_not_take_our_filter_stays_online_and_is_sent_it_after_growing_pauses(PeerReply reply)
    {
        Node.FilterVersion = 1;
        var peer = Node.AddPeer();
        peer.FilterReply = reply;
        await SeeAsync(peer);
        await Node.AdvanceAsync(10 * Minute);
        await ImportAsync(1, peer);
        Assert.Equal([60, 120, 240], peer.Filters.ConvertAll(filter => filter.At).Pauses());
        Assert.Equal(1, peer.Processed);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
        Assert.InRange(peer.Pings.Count, 10, 12);
        peer.FilterReply = null;
        await Node.AdvanceAsync(10 * Minute);
        Assert.Equal(5, peer.Filters.Count);
    }

    [Fact]
    public async Task A_peer_that_has_blocked_us_is_left_alone()
    {
        Node.FilterVersion = 1;
        var peer = Node.AddPeer();
        peer.FilterReply = PeerReply.BlockedThere;
        await SeeAsync(peer);
        await Node.AdvanceAsync(PeerPacing.LongestAwayPause - Second);
        Assert.Single(peer.Filters);
        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task Where_too_many_are_being_sent_the_filter_goes_out_a_minute_later()
    {
        Node.FilterVersion = 1;
        var peer = Node.AddPeer();
        peer.FilterReply = PeerReply.NotAsked;
        await SeeAsync(peer);
        await Node.AdvanceAsync(Second);
        peer.FilterReply = null;
        await Node.AdvanceAsync(1 * Minute);
        Assert.Equal([60], peer.Filters.ConvertAll(filter => filter.At).Pauses());
        Assert.Equal(0, Node.Log.Count(11));
    }

    [Fact]
    public async Task A_blocked_peer_is_sent_no_filter()
    {
        var peer = await Node.MeetAsync();
        Node.Blocks.Block(peer.Id);
        await peer.Grain.BlockedAsync(Cancel);
        Node.FilterVersion = 1;
        await Node.AdvanceAsync(1 * Hour);
        Assert.Empty(peer.Filters);
    }

    [Fact]
    public async Task A_peer_that_takes_long_over_our_filter_holds_up_no_other()
    {
        Node.FilterVersion = 1;
        var slow = Node.AddPeer(1);
        slow.FilterGate = new TaskCompletionSource();
        await SeeAsync(slow);
        await Node.AdvanceAsync(TimeSpan.Zero);
        var other = await Node.MeetAsync(2);
        Assert.Single(other.Filters);
        slow.FilterGate.SetResult();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(slow.Filters);
    }

    [Fact]
    public async Task Filters_of_a_peer_that_cannot_be_used_are_counted_until_a_good_one_comes()
    {
        var peer = await Node.MeetAsync();
        Assert.Equal(1, await peer.Grain.FilterRefusedAsync(Cancel));
        Assert.Equal(2, await peer.Grain.FilterRefusedAsync(Cancel));
        await peer.Grain.FilterArrivedAsync(Parameters, [1], Cancel);
        Assert.Equal(1, await peer.Grain.FilterRefusedAsync(Cancel));
    }

    [Fact]
    public async Task A_filter_that_comes_too_soon_after_another_is_left_out()
    {
        var peer = await Node.MeetAsync();
        await peer.Grain.FilterArrivedAsync(Parameters, [1], Cancel);
        await Node.AdvanceAsync(PeerPacing.FilterArrivalPause - Second);
        await peer.Grain.FilterArrivedAsync(Parameters, [2], Cancel);
        Assert.Equal([1], (await Node.PeerStore.FindFilterAsync(peer.Id, Cancel))!.Bitmap.ToArray());
        await Node.AdvanceAsync(Second);
        await peer.Grain.FilterArrivedAsync(Parameters, [3], Cancel);
        Assert.Equal([3], (await Node.PeerStore.FindFilterAsync(peer.Id, Cancel))!.Bitmap.ToArray());
    }

    [Fact]
    public async Task A_filter_that_could_not_be_kept_does_not_stand_in_the_way_of_the_next()
    {
        var peer = await Node.MeetAsync();
        Node.PeerStore.Faults.IsFailing = true;
        await Assert.ThrowsAsync<IOException>(() => peer.Grain.FilterArrivedAsync(Parameters, [1], Cancel));
        Node.PeerStore.Faults.IsFailing = false;
        await peer.Grain.FilterArrivedAsync(Parameters, new byte[PeerGrain.MaxFilterBytesOfStrangers + 1], Cancel);
        await peer.Grain.FilterArrivedAsync(Parameters, [2], Cancel);
        Assert.Equal([2], (await Node.PeerStore.FindFilterAsync(peer.Id, Cancel))!.Bitmap.ToArray());
    }

    private async Task AwayAndBackAsync(TestPeer peer)
    {
        peer.Reply = PeerReply.Unreachable;
        await peer.Grain.PingAsync(Cancel);
        peer.Reply = PeerReply.Done;
        await peer.Grain.PingAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
    }
}
