using System.Net;
using SoundTime.Relay.Bounds;
using SoundTime.Testing;

namespace SoundTime.Relay.Tests;

/// <summary>Rates and shares.</summary>
public sealed class BoundsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_bucket_gives_its_burst_at_once_and_then_its_rate()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 20, _time);
        Assert.Equal(TimeSpan.Zero, bucket.Take(20));
        Assert.Equal(TimeSpan.FromSeconds(3), bucket.Take(30));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(1), bucket.Take(10));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(bucket.IsFull);
        Assert.Equal(TimeSpan.Zero, bucket.Take(20));
    }

    [Fact]
    public void A_bucket_without_a_rate_is_no_limit() =>
        Assert.Equal(TimeSpan.Zero, new TokenBucket(perSecond: 0, burst: 1, _time).Take(long.MaxValue));

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Addresses_of_one_household_share_what_one_may_hold(string first, string second, bool share)
    {
        var counter = new SourceCounter(max: 1);
        Assert.True(counter.TryTake(IPAddress.Parse(first)));
        Assert.Equal(!share, counter.TryTake(IPAddress.Parse(second)));
        counter.Release(IPAddress.Parse(first));
        Assert.True(counter.TryTake(IPAddress.Parse(first)));
    }

    [Fact]
    public void A_source_with_its_share_of_handshakes_leaves_places_to_others()
    {
        var (greedy, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        var places = new HandshakePlaces(max: 3, maxPerSource: 2);
        Assert.True(places.TryTake(greedy));
        Assert.True(places.TryTake(greedy));
        Assert.False(places.TryTake(greedy));
        Assert.True(places.TryTake(other));
        Assert.False(places.TryTake(other));
        places.Release(greedy);
        Assert.True(places.TryTake(other));
    }

    [Fact]
    public void Rates_of_more_addresses_than_are_remembered_are_refused_until_some_have_rested()
    {
        var rates = new SourceRates(perSecond: 1, burst: 1, _time);
        for (var i = 0; i < SourceRates.MaxSources; i++)
        {
            Assert.True(rates.TryTake(new IPAddress(i + 1)));
        }

        Assert.False(rates.TryTake(IPAddress.Loopback));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(rates.TryTake(IPAddress.Loopback));
    }
}
