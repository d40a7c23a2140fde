using SoundTime.Wire.Json;

namespace SoundTime.Wire.Tests.Writing;

/// <summary>The forms of chrono 0.4.43.</summary>
public class TimestampTests
{
    [Theory]
    [InlineData(0, "2026-03-10T08:09:10Z")]
    [InlineData(1_200_000, "2026-03-10T08:09:10.120Z")]
    [InlineData(1_230_000, "2026-03-10T08:09:10.123Z")]
    [InlineData(1_234_500, "2026-03-10T08:09:10.123450Z")]
    [InlineData(1_234_560, "2026-03-10T08:09:10.123456Z")]
    [InlineData(1_234_567, "2026-03-10T08:09:10.123456700Z")]
    [InlineData(1, "2026-03-10T08:09:10.000000100Z")]
    public void A_moment_has_the_fewest_digits_that_are_exact(long ticks, string text)
    {
        var moment = new DateTimeOffset(2026, 3, 10, 8, 9, 10, TimeSpan.Zero).AddTicks(ticks);
        Assert.Equal(text, Timestamp.Format(moment));
        Assert.Equal(text, Timestamp.Format(moment.ToOffset(TimeSpan.FromHours(5.5))));
        Assert.True(Timestamp.TryParse(text, out var read));
        Assert.Equal(moment, read);
    }

    [Theory]
    [InlineData("2026-03-10T10:09:10+02:00", 0)]
    [InlineData("2026-03-10T02:39:10.5-05:30", 5_000_000)]
    [InlineData("2026-03-10T08:09:10.123456789Z", 1_234_567)]
    [InlineData("2026-03-10T08:09:10.1234567891234Z", 1_234_567)]
    [InlineData("2026-03-10T08:09:10z", 0)]
    [InlineData("2026-03-10T08:09:10-00:00", 0)]
    [InlineData("2026-03-10T08:08:60Z", -100_000_000)]
    public void Other_forms_of_rfc_3339_are_read(string text, long ticks)
    {
        Assert.True(Timestamp.TryParse(text, out var read));
        Assert.Equal(new DateTimeOffset(2026, 3, 10, 8, 9, 10, TimeSpan.Zero).AddTicks(ticks), read);
    }

    [Fact]
    public void A_leap_second_at_the_end_of_time_is_read() => Assert.True(Timestamp.TryParse("9999-12-31T23:59:60Z", out _));

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-10")]
    [InlineData("2026-03-10T08:09:10")]
    [InlineData("2026-03-10T08:09:10.Z")]
    [InlineData("2026-03-10T08:09:10.5")]
    [InlineData("2026-13-10T08:09:10Z")]
    [InlineData("2026-03-10T08:09:61Z")]
    [InlineData("2026-03-10T08:09:10Zx")]
    [InlineData("2026-03-10T08:09:10 Z")]
    [InlineData("2026-03-10T08:09:10+2")]
    [InlineData("9999-12-31T23:59:59-23:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    public void Anything_else_is_no_moment(string text) => Assert.False(Timestamp.TryParse(text, out _));
}
