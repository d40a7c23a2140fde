using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Tests.Bloom;

public sealed class BloomFillTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(1_003)]
    public void The_rate_of_a_filter_is_the_share_of_its_ones_to_the_power_of_its_hashes(int bytes)
    {
        var bitmap = new byte[bytes];
        Assert.Equal(0, BloomFill.FalsePositiveRateOf(bitmap, 1));

        Array.Fill(bitmap, (byte)0b1000_0001);
        Assert.Equal(0.25, BloomFill.FalsePositiveRateOf(bitmap, 1), 1e-9);
        Assert.Equal(0.0625, BloomFill.FalsePositiveRateOf(bitmap, 2), 1e-9);

        Array.Fill(bitmap, byte.MaxValue);
        Assert.Equal(1, BloomFill.FalsePositiveRateOf(bitmap, 32));
    }

    [Fact]
    public void A_filter_that_is_full_has_the_rate_it_was_made_for()
    {
        const int Terms = 20_000;
        var filter = new BloomFilter(Terms, new SipKey(1, 2), new SipKey(3, 4));
        foreach (var number in Enumerable.Range(0, Terms))
        {
            filter.Add(BloomTerms.Encode($"term{number}"));
        }

        Assert.InRange(BloomFill.FalsePositiveRateOf(filter.ToData().Bitmap.Span, filter.NumHashes) / BloomFilter.FalsePositiveRate, 0.8, 1.2);
    }
}
