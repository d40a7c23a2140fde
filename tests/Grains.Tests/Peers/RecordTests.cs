using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.Peers;

public sealed class RecordTests : PeerTests
{
    [Fact]
    public async Task Where_there_is_no_room_a_stranger_is_neither_kept_nor_asked_again()
    {
        Node.PeerStore.Room = 0;
        var peer = Node.AddPeer();
        await SeeAsync(peer);
        await Node.AdvanceAsync(Hour);
        Assert.Null(Node.PeerStore[peer.Id]);
        Assert.Empty(Node.Work);
        Assert.Equal(0, Node.ActivationCount);
    }

    [Fact]
    public async Task Where_there_is_no_room_an_introduction_says_so()
    {
        Node.PeerStore.Room = 0;
        var peer = Node.AddPeer();
        Assert.False(await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, []), Cancel));
        await Node.AdvanceAsync(Hour);
        Assert.Empty(Node.Work);
    }

    [Fact]
    public async Task An_introduced_peer_is_known_and_asked_at_once()
    {
        var peer = Node.AddPeer();
        Assert.True(await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, ["music.example.org:4433"]), Cancel));
        Assert.Equal(PeerTrust.Trusted, Node.PeerStore[peer.Id]!.Trust);
        Assert.Equal(["music.example.org:4433"], Node.PeerStore[peer.Id]!.Hosts);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Single(peer.Pings);
    }

    [Fact]
    public async Task A_trusted_peer_does_not_become_a_stranger_and_keeps_its_hosts()
    {
        var peer = Node.AddPeer();
        await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, ["music.example.org:4433"]), Cancel);
        await SeeAsync(peer);
        await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Stranger, []), Cancel);
        await Node.AdvanceAsync(Minute);
        Assert.Equal(PeerTrust.Trusted, Node.PeerStore[peer.Id]!.Trust);
        Assert.Equal(["music.example.org:4433"], Node.PeerStore[peer.Id]!.Hosts);
    }

    [Fact]
    public async Task A_stranger_becomes_trusted_when_the_admin_names_it()
    {
        var peer = await Node.MeetAsync();
        await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, []), Cancel);
        Assert.Equal(PeerTrust.Trusted, Node.PeerStore[peer.Id]!.Trust);
        Assert.True(Node.PeerStore[peer.Id]!.IsOnline);
    }

    [Fact]
    public async Task The_time_of_last_contact_is_written_every_few_minutes_and_not_more_often()
    {
        var peer = await Node.MeetAsync();
        var saves = Node.PeerStore.Saves;
        for (var i = 0; i < 60 * 6; i++)
        {
            await SeeAsync(peer);
            await Node.AdvanceAsync(10 * Second);
        }

        Assert.InRange(Node.PeerStore.Saves - saves, 9, 12);
        Assert.InRange(Node.Time.GetUtcNow() - Node.PeerStore[peer.Id]!.LastSeen!.Value, TimeSpan.Zero, 6 * Minute);
    }

    [Fact]
    public async Task Failed_deliveries_are_counted_in_a_row()
    {
        var peer = await Node.MeetAsync();
        await peer.Grain.DeliveryEndedAsync(false, 0, 0, Cancel);
        await peer.Grain.DeliveryEndedAsync(false, 0, 0, Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(2, Node.PeerStore[peer.Id]!.FailedDeliveries);
        await peer.Grain.DeliveryEndedAsync(true, 1 << 20, 2, Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(0, Node.PeerStore[peer.Id]!.FailedDeliveries);
    }

    [Fact]
    public async Task What_a_peer_delivers_is_written_once_in_a_few_minutes_and_none_of_it_is_lost()
    {
        var peer = await Node.MeetAsync();
        await peer.Grain.DeliveryEndedAsync(true, 10_000_000, 10, Cancel);
        await Node.AdvanceAsync(Second);
        var saves = Node.PeerStore.Saves;
        Assert.Equal(1_000_000, Node.PeerStore[peer.Id]!.DeliveryRate);
        for (var delivery = 0; delivery < 5; delivery++)
        {
            await peer.Grain.DeliveryEndedAsync(true, 50_000_000, 10, Cancel);
            await Node.AdvanceAsync(Second);
        }

        Assert.Equal(saves, Node.PeerStore.Saves);
        await Node.AdvanceAsync(6 * Minute);
        Assert.InRange(Node.PeerStore[peer.Id]!.DeliveryRate!.Value, 4_000_000, 5_000_000);
    }

    [Fact]
    public async Task A_wrong_delivery_says_nothing_of_the_peers_speed()
    {
        var peer = await Node.MeetAsync();
        await peer.Grain.DeliveryEndedAsync(false, 10_000_000, 1, Cancel);
        await Node.AdvanceAsync(Second);
        Assert.Equal((1, null, null), (Node.PeerStore[peer.Id]!.FailedDeliveries, Node.PeerStore[peer.Id]!.DeliveryRate, Node.PeerStore[peer.Id]!.DeliveredAt));
    }

    [Fact]
    public async Task A_filter_is_kept_even_of_a_peer_that_was_only_just_seen()
    {
        var peer = Node.AddPeer();
        await SeeAsync(peer);
        await peer.Grain.FilterArrivedAsync(new FilterParameters(7, [1, 2, 3, ulong.MaxValue], 42), [1, 2, 3], Cancel);
        var filter = Assert.IsType<PeerFilter>(await Node.PeerStore.FindFilterAsync(peer.Id, Cancel));
        Assert.Equal([1, 2, 3], filter.Bitmap.ToArray());
        Assert.Equal((7, 42UL, Node.Time.GetUtcNow()), (filter.NumHashes, filter.ItemCount, filter.ReceivedAt));
        Assert.Equal([1UL, 2, 3, ulong.MaxValue], filter.Keys);
    }

    [Fact]
    public async Task A_large_filter_is_kept_of_a_trusted_peer_only_since_anyone_can_make_up_ids()
    {
        var peer = await Node.MeetAsync();
        var parameters = new FilterParameters(7, [1, 2, 3, 4], 42);
        await peer.Grain.FilterArrivedAsync(parameters, new byte[PeerGrain.MaxFilterBytesOfStrangers], Cancel);
        await Node.AdvanceAsync(PeerPacing.FilterArrivalPause);
        await peer.Grain.FilterArrivedAsync(parameters, new byte[PeerGrain.MaxFilterBytesOfStrangers + 1], Cancel);
        Assert.Equal(PeerGrain.MaxFilterBytesOfStrangers, (await Node.PeerStore.FindFilterAsync(peer.Id, Cancel))!.Bitmap.Length);
        await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, []), Cancel);
        await Node.AdvanceAsync(PeerPacing.FilterArrivalPause);
        await peer.Grain.FilterArrivedAsync(parameters, new byte[PeerGrain.MaxFilterBytesOfStrangers + 1], Cancel);
        Assert.Equal(PeerGrain.MaxFilterBytesOfStrangers + 1, (await Node.PeerStore.FindFilterAsync(peer.Id, Cancel))!.Bitmap.Length);
    }

    [Fact]
    public async Task A_stranger_that_had_to_make_room_is_not_asked_any_more()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        peer.Reply = PeerReply.Unreachable;
        await Node.AdvanceAsync(10 * Minute);
        await Node.PeerStore.RemoveAsync(peer.Id, Cancel);
        var pings = peer.Pings.Count;
        await Node.AdvanceAsync(24 * Hour);
        Assert.Equal(pings, peer.Pings.Count);
        Assert.Null(Node.States.PositionsOf(peer));
        Assert.Equal(2, Node.ActivationCount); // The exchange of peers, and a part of routing.
    }

    [Fact]
    public async Task A_forgotten_peer_leaves_nothing_and_may_come_back_as_a_stranger()
    {
        Node.LastChange = 5;
        var peer = await Node.MeetAsync();
        await peer.Grain.IntroduceAsync(new PeerIntroduction(PeerTrust.Trusted, ["music.example.org:4433"]), Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await peer.Grain.ForgetAsync(Cancel);
        Assert.Null(Node.PeerStore[peer.Id]);
        Assert.Null(Node.States.PositionsOf(peer));
        var work = Node.Work.Count;
        await Node.AdvanceAsync(Hour);
        Assert.Equal(work, Node.Work.Count);
        Assert.Equal(2, Node.ActivationCount); // The exchange of peers, and a part of routing.

        await SeeAsync(peer);
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal(PeerTrust.Stranger, Node.PeerStore[peer.Id]!.Trust);
        Assert.Equal([0, 0], peer.Pages.Where(page => page.Message == ChangeMessage.Catalogue).Select(page => page.After));
    }
}
