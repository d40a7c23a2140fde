using SoundTime.Grains.Peers;

namespace SoundTime.Grains.Tests.Peers;

public sealed class PeerPacingTests
{
    [Fact]
    public void Pauses_are_up_to_a_quarter_shorter_and_never_longer_than_promised()
    {
        var random = new Random(1);
        var pauses = Enumerable.Range(0, 1000).Select(_ => PeerPacing.Vary(TimeSpan.FromSeconds(100), random).TotalSeconds).ToList();
        Assert.All(pauses, pause => Assert.InRange(pause, 75, 100));
        Assert.True(pauses.Min() < 80 && pauses.Max() > 95);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(12, 2048)]
    [InlineData(13, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Pauses_for_a_peer_that_is_away_double_up_to_an_hour(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PeerPacing.AwayPause(failures));

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(100, 6)]
    [InlineData(1e9, 11)]
    public void A_peer_that_has_been_away_for_long_had_as_many_failures_as_fit(double seconds, int failures) =>
        Assert.Equal(failures, PeerPacing.FailuresWithin(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 120)]
    [InlineData(3, 480)]
    [InlineData(6, 30_720)]
    [InlineData(7, 86_400)]
    [InlineData(int.MaxValue, 86_400)]
    public void Pauses_between_requests_grow_fourfold_up_to_a_day(int requests, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PeerPacing.RequestPause(requests));
}
