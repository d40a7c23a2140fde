using System.Buffers.Binary;
using SoundTime.Grains.Peers;
using SoundTime.Silo.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;

namespace SoundTime.Silo.Tests.Peers;

public sealed class FilterPlanTests
{
    [Theory]
    [InlineData(0, 0, 0, 100_000, BloomTermKind.Prefix)]
    [InlineData(10_000, 5_000, 20_000, 100_000, BloomTermKind.Prefix)]
    [InlineData(60_000, 20_000, 80_000, 200_000, BloomTermKind.Prefix)]
    [InlineData(100_000, 50_000, 260_000, 437_000, BloomTermKind.Prefix)]
    [InlineData(100_000, 100_000, 300_000, 250_000, BloomTermKind.Word)]
    [InlineData(300_000, 200_000, 300_000, 375_000, BloomTermKind.Token)]
    [InlineData(1_000_000, 0, 0, 1_250_000, BloomTermKind.Token)]
    public void Beginnings_of_words_are_left_out_first_and_then_words(int tokens, int words, int prefixes, long capacity, BloomTermKind lastKind)
    {
        var counts = Counts(tokens, words, prefixes);
        var plan = FilterPlan.For(counts);
        Assert.Equal(lastKind, plan.LastKind);
        Assert.InRange((double)plan.Capacity / capacity, 0.97, 1.03);
        Assert.True(plan.Suits(counts));
    }

    [Fact]
    public void What_holds_more_than_tokens_is_kept_by_peers_that_do_not_know_us()
    {
        var plan = FilterPlan.For(Counts(100_000, 50_000, 280_000));
        Assert.Equal(BloomTermKind.Prefix, plan.LastKind);
        Assert.InRange(new BloomFilter(plan.Capacity, default, default).ToData().Bitmap.Length, 0, PeerGrain.MaxFilterBytesOfStrangers);
    }

    [Fact]
    public void The_largest_filter_is_never_too_small()
    {
        var most = new FilterPlan(BloomFilter.CapacityOf(WireLimits.MaxBloomBytes), BloomTermKind.Token);
        Assert.True(most.HasRoomFor(Counts(8_000_000, 0, 0)));
        Assert.False((most with { Capacity = most.Capacity - 1 }).HasRoomFor(Counts(8_000_000, 0, 0)));
    }

    [Fact]
    public void A_filter_that_is_far_too_large_or_could_hold_more_kinds_does_not_suit()
    {
        Assert.False(new FilterPlan(400_000, BloomTermKind.Prefix).Suits(Counts(50_000, 20_000, 30_000)));
        Assert.False(new FilterPlan(400_000, BloomTermKind.Word).Suits(Counts(100_000, 100_000, 100_000)));
        Assert.True(new FilterPlan(200_000, BloomTermKind.Prefix).Suits(Counts(50_000, 20_000, 30_000)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(40_000)]
    [InlineData(1_000_000)]
    public void Distinct_terms_are_counted_to_within_three_percent_however_often_they_come(int terms)
    {
        var counts = Counts(terms, 0, 0);
        Add(counts, BloomTermKind.Token, 0, terms / 2);
        Assert.InRange((double)counts.UpTo(BloomTermKind.Token) / terms, 0.97, 1.03);
        Assert.Equal(counts.UpTo(BloomTermKind.Token), counts.UpTo(BloomTermKind.Prefix));
    }

    private static TermCounts Counts(int tokens, int words, int prefixes)
    {
        var counts = new TermCounts();
        Add(counts, BloomTermKind.Token, 0, tokens);
        Add(counts, BloomTermKind.Word, tokens, words);
        Add(counts, BloomTermKind.Prefix, tokens + words, prefixes);
        return counts;
    }

    private static void Add(TermCounts counts, BloomTermKind kind, int first, int count)
    {
        Span<byte> term = stackalloc byte[sizeof(int)];
        for (var number = first; number < first + count; number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(term, number);
            counts.Add(kind, term);
        }
    }
}
