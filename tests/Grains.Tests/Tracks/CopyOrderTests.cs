using SoundTime.Grains.Tests.Support;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>In which order copies are asked. Peers are told apart by their numbers; where nothing else is said, the first copy of a list is the origin.</summary>
public sealed class CopyOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Five_holders_are_asked_by_format_and_after_the_best_one_comes_the_origin()
    {
        Copy[] copies = [TestCopies.New(5, "mp3"), TestCopies.New(4, "aac"), TestCopies.New(3, "opus"), TestCopies.New(2, "wav"), TestCopies.New(1, "flac")];

        Assert.Equal([1, 5, 2, 3, 4], Order(copies, [.. Enumerable.Range(1, 5).Select(Online)]));
    }

    [Fact]
    public void The_origin_that_is_the_best_is_asked_first_and_only_once()
    {
        Copy[] copies = [TestCopies.New(3, "flac"), TestCopies.New(2, "mp3"), TestCopies.New(1, "wav")];

        Assert.Equal([3, 1, 2], Order(copies, [Online(1), Online(2), Online(3)]));
    }

    [Fact]
    public void An_origin_that_is_offline_comes_after_those_that_are_online()
    {
        Copy[] copies = [TestCopies.New(1, "mp3"), TestCopies.New(2, "mp3"), TestCopies.New(3, "aac"), TestCopies.New(4, "wav")];

        Assert.Equal([3, 2, 4, 1], Order(copies, [Offline(1), Online(2), Online(3), Offline(4)]));
    }

    [Fact]
    public void An_origin_that_is_offline_comes_second_where_all_are()
    {
        Copy[] copies = [TestCopies.New(1, "mp3"), TestCopies.New(2, "flac"), TestCopies.New(3, "wav")];

        Assert.Equal([2, 1, 3], Order(copies, [Offline(1), Offline(2), Offline(3)]));
    }

    [Fact]
    public void Of_equal_copies_the_faster_peer_is_asked_first_then_the_one_that_delivered_last_then_the_lower_id()
    {
        Copy[] copies = [.. Enumerable.Range(1, 6).Reverse().Select(peer => TestCopies.New(peer))];
        PeerRecord[] peers =
        [
            Online(1), Online(2) with { DeliveryRate = 10, DeliveredAt = Now.AddDays(-1) }, Online(3) with { DeliveryRate = 10, DeliveredAt = Now }, Online(4),
            Online(5) with { DeliveryRate = 11, DeliveredAt = Now.AddDays(-9) }, Online(6) with { DeliveredAt = Now },
        ];

        // 6 is the origin, too, and would be the fourth.
        Assert.Equal([5, 6, 3, 2, 1, 4], Order(copies, peers));
    }

    [Fact]
    public void The_order_does_not_depend_on_that_of_the_list_but_for_the_origin()
    {
        Copy[] copies = [.. Enumerable.Range(1, 7).Select(peer => TestCopies.New(peer, peer % 2 == 0 ? "flac" : "mp3"))];
        PeerRecord[] peers = [.. Enumerable.Range(1, 7).Select(peer => Online(peer) with { DeliveryRate = peer % 3 })];

        Assert.Equal(Order(copies, peers), Order([copies[0], .. copies.Skip(1).Reverse()], peers));
    }

    [Fact]
    public void A_peer_that_sent_wrong_bytes_comes_after_those_that_did_not_whatever_its_score_and_even_as_the_origin()
    {
        Copy[] copies = [TestCopies.New(1, "flac"), TestCopies.New(2, "mp3"), TestCopies.New(3, "aac")];

        Assert.Equal([3, 2, 1], Order(copies, [Online(1) with { FailedDeliveries = 1, DeliveryRate = 1 << 30 }, Offline(2), Online(3)]));
    }

    [Theory]
    [InlineData(CopyFailure.WrongBytes, 1, true)]
    [InlineData(CopyFailure.Stalled, 2, false)]
    [InlineData(CopyFailure.Stalled, 3, true)]
    [InlineData(CopyFailure.Unreachable, 3, true)]
    public void A_copy_that_lied_once_or_did_not_come_three_times_in_a_row_is_asked_last(CopyFailure failure, int count, bool isLast)
    {
        Copy[] copies = [TestCopies.New(1, "flac"), TestCopies.New(2, "mp3")];

        Assert.Equal(
            isLast ? [2, 1] : [1, 2], Order(copies, [Online(1), Online(2)], new CopyStrikes(TestNode.IdOf(1), count, failure, Now)));
    }

    [Fact]
    public void Only_a_peer_whose_last_delivery_was_right_is_heard_before_it_is_verified_and_not_with_a_copy_that_lied()
    {
        Copy[] copies = [.. Enumerable.Range(1, 5).Select(peer => TestCopies.New(peer))];
        PeerRecord[] peers =
        [
            Online(1) with { DeliveredAt = Now }, Online(2), Online(3) with { DeliveredAt = Now, FailedDeliveries = 1 }, Online(4) with { DeliveredAt = Now },
        ];
        CopyStrikes[] strikes = [new(TestNode.IdOf(4), 1, CopyFailure.WrongBytes, Now), new(TestNode.IdOf(1), 2, CopyFailure.BrokeOff, Now)];

        var proven = CopyOrder.Of(copies, peers.ToDictionary(peer => peer.Id), strikes).Where(offer => offer.IsProven);

        Assert.Equal(TestNode.IdOf(1).ToString(), Assert.Single(proven).Peer);
    }

    [Fact]
    public void What_one_peer_calls_Opus_is_Opus_in_all_copies_of_the_same_bytes_that_are_called_Ogg()
    {
        Copy[] copies = [TestCopies.New(1, "mp3"), TestCopies.New(2, "opus"), TestCopies.New(3, "ogg")];

        Assert.Equal([3, 1, 2], Order(copies, [Online(1), Online(2), Online(3) with { DeliveryRate = 1 }]));
    }

    [Fact]
    public void No_more_copies_are_asked_than_allowed()
    {
        Copy[] copies = [.. Enumerable.Range(1, 50).Select(peer => TestCopies.New(peer))];

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Order(copies, [.. Enumerable.Range(1, 50).Select(Online)]));
    }

    private static PeerRecord Online(int peer) => Offline(peer) with { IsOnline = true };

    private static PeerRecord Offline(int peer) => new() { Id = TestNode.IdOf(peer), AddedAt = DateTimeOffset.UnixEpoch };

    private static int[] Order(IReadOnlyList<Copy> copies, IReadOnlyList<PeerRecord> peers, params CopyStrikes[] strikes) =>
    [
        .. CopyOrder.Of(copies, peers.ToDictionary(peer => peer.Id), strikes)
            .Select(offer => copies.Single(copy => copy.Peer.ToString() == offer.Peer))
            .Select(copy => (int)(copy.AnnouncedAt - DateTimeOffset.UnixEpoch).TotalSeconds),
    ];
}
