using SoundTime.Silo.Peers;

namespace SoundTime.Silo.Tests.Peers;

public sealed class CoverRetryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 16)]
    [InlineData(3, 64)]
    [InlineData(4, 256)]
    [InlineData(5, 1024)]
    [InlineData(6, 1440)]
    [InlineData(CoverRetry.MaxTries - 2, 1440)]
    public void Each_pause_is_four_times_as_long_up_to_a_day(int triesBefore, int minutes) =>
        Assert.Equal(Now + TimeSpan.FromMinutes(minutes), CoverRetry.NextTry(CoverOutcome.NotSent, triesBefore, Now));

    [Fact]
    public void A_cover_that_never_comes_is_given_up_after_the_last_try() =>
        Assert.Null(CoverRetry.NextTry(CoverOutcome.NotSent, CoverRetry.MaxTries - 1, Now));

    [Fact]
    public void What_is_no_image_is_given_up_at_once() => Assert.Null(CoverRetry.NextTry(CoverOutcome.NotAnImage, 0, Now));

    [Fact]
    public void A_cover_is_not_given_up_for_a_fault_of_ours() =>
        Assert.Equal(Now + TimeSpan.FromDays(1), CoverRetry.NextTry(CoverOutcome.NotKept, CoverRetry.MaxTries * 2, Now));
}
