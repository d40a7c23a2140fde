using SoundTime.Grains.Peers;

namespace SoundTime.Grains.Tests.Peers;

public sealed class DeliveryRatesTests
{
    [Theory]
    [InlineData(null, 1_000_000, 2, 500_000)]
    [InlineData(1_000_000L, 1_000_000, 2, 875_000)]
    [InlineData(1_000_000L, 4_000_000, 1, 1_750_000)]
    [InlineData(null, long.MaxValue, 1e-9, DeliveryRates.MaxRate)]
    public void A_delivery_counts_a_quarter_of_the_mean_the_first_one_all_of_it(long? mean, long bytes, double seconds, long next) =>
        Assert.Equal(next, DeliveryRates.Next(mean, bytes, seconds));

    [Theory]
    [InlineData(DeliveryRates.LeastBytes - 1, 1)]
    [InlineData(0, 0)]
    [InlineData(-5, 1)]
    [InlineData(1 << 30, 0)]
    [InlineData(1 << 30, -1)]
    [InlineData(1 << 30, double.NaN)]
    [InlineData(1 << 30, double.PositiveInfinity)]
    public void What_says_nothing_of_the_peers_speed_leaves_it_as_it_was(long bytes, double seconds)
    {
        Assert.Null(DeliveryRates.Next(null, bytes, seconds));
        Assert.Equal(77, DeliveryRates.Next(77, bytes, seconds));
    }
}
