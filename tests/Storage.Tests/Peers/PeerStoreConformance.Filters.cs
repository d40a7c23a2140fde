using SoundTime.Storage.Peers;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Peers;

public abstract partial class PeerStoreConformance
{
    [Fact]
    public async Task The_filter_of_a_peer_is_found_as_it_came()
    {
        await SaveAsync(1, 2);
        var filter = Filter(WireLimits.MaxBloomBytes);

        await Peers.SaveFilterAsync(Sample.Node(1), filter, Cancel);

        AssertSame(filter, await Peers.FindFilterAsync(Sample.Node(1), Cancel));
        Assert.Null(await Peers.FindFilterAsync(Sample.Node(2), Cancel));
    }

    [Fact]
    public async Task The_last_filter_takes_the_place_of_the_one_before()
    {
        await SaveAsync(1);
        await Peers.SaveFilterAsync(Sample.Node(1), Filter(100), Cancel);
        var last = Filter(8) with { ReceivedAt = Time.GetUtcNow().AddHours(1), ItemCount = 0, NumHashes = 1, Keys = [4, 3, 2, 1] };

        await Peers.SaveFilterAsync(Sample.Node(1), last, Cancel);
        await Peers.SaveAsync(Peer(1) with { Version = "2" }, Cancel);
        await ReopenAsync();

        AssertSame(last, await Peers.FindFilterAsync(Sample.Node(1), Cancel));
    }

    [Fact]
    public async Task The_filter_of_an_unknown_peer_is_not_kept()
    {
        await Peers.SaveFilterAsync(Sample.Node(1), Filter(8), Cancel);

        Assert.Null(await Peers.FindFilterAsync(Sample.Node(1), Cancel));
        await SaveAsync(1);
        Assert.Null(await Peers.FindFilterAsync(Sample.Node(1), Cancel));
    }

    [Fact]
    public async Task The_filter_goes_with_its_peer()
    {
        await SaveAsync(1);
        await Peers.SaveFilterAsync(Sample.Node(1), Filter(8), Cancel);

        await Peers.RemoveAsync(Sample.Node(1), Cancel);
        await SaveAsync(1);

        Assert.Null(await Peers.FindFilterAsync(Sample.Node(1), Cancel));
    }

    [Fact]
    public async Task Filters_of_a_range_of_ids_are_listed_in_order_with_when_they_came_and_those_of_blocked_peers_are_not()
    {
        await SaveAsync(1, 2, 3, 4, 5, 6);
        foreach (var number in (int[])[5, 3, 2, 1, 4])
        {
            await Peers.SaveFilterAsync(Sample.Node(number), Filter(8) with { ReceivedAt = Added.AddMinutes(number) }, Cancel);
        }

        await BlockAsync(Sample.Node(3).ToString());

        FilterStamp[] expected = [new(Sample.Node(2), Added.AddMinutes(2)), new(Sample.Node(4), Added.AddMinutes(4))];
        Assert.Equal(expected, await Peers.ListFiltersAsync(Sample.Node(2), Sample.Node(4), Cancel));
        Assert.Empty(await Peers.ListFiltersAsync(Sample.Node(6), Sample.Node(9), Cancel));
    }

    [Fact]
    public async Task A_filter_that_takes_the_place_of_another_is_listed_with_its_own_time()
    {
        await SaveAsync(1);
        await Peers.SaveFilterAsync(Sample.Node(1), Filter(8) with { ReceivedAt = Added }, Cancel);
        var last = Filter(8) with { ReceivedAt = Time.GetUtcNow().AddMicroseconds(1) };
        await Peers.SaveFilterAsync(Sample.Node(1), last, Cancel);
        await ReopenAsync();

        var stamp = Assert.Single(await Peers.ListFiltersAsync(Sample.Node(1), Sample.Node(1), Cancel));
        Assert.Equal(new FilterStamp(Sample.Node(1), (await Peers.FindFilterAsync(Sample.Node(1), Cancel))!.ReceivedAt), stamp);
        Assert.Equal(last.ReceivedAt, stamp.ReceivedAt);
    }

    private PeerFilter Filter(int bytes) =>
        new(SampleBlob.Bytes(bytes), NumHashes: 7, Keys: [0, 1, ulong.MaxValue, 1UL << 63], ItemCount: ulong.MaxValue, Time.GetUtcNow());

    private static void AssertSame(PeerFilter expected, PeerFilter? actual)
    {
        Assert.NotNull(actual);
        Assert.True(expected.Bitmap.Span.SequenceEqual(actual.Bitmap.Span));
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.Equal(expected, actual with { Bitmap = expected.Bitmap, Keys = expected.Keys });
    }
}
