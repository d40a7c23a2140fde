using System.Globalization;
using SoundTime.Silo.Guardian;

namespace SoundTime.Silo.Tests.Guardian;

public sealed class ScrubHoursTests
{
    [Theory]
    [InlineData("01:00-06:00", "01:00", true)]
    [InlineData("01:00-06:00", "05:59", true)]
    [InlineData("01:00-06:00", "06:00", false)]
    [InlineData("01:00-06:00", "00:59", false)]
    [InlineData("22:30-05:00", "22:29", false)]
    [InlineData("22:30-05:00", "22:30", true)]
    [InlineData("22:30-05:00", "00:00", true)]
    [InlineData("22:30-05:00", "04:59", true)]
    [InlineData("22:30-05:00", "05:00", false)]
    [InlineData("22:00-00:00", "23:59", true)]
    [InlineData("22:00-00:00", "00:00", false)]
    public void A_time_is_within_from_the_first_minute_to_before_the_last_also_past_midnight(string text, string time, bool isWithin)
    {
        Assert.True(ScrubHours.TryParse(text, out var hours));

        Assert.Equal(isWithin, hours.Contains(TimeOnly.Parse(time, CultureInfo.InvariantCulture)));
        Assert.Equal(text, hours.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("01:00")]
    [InlineData("1-6")]
    [InlineData("01:00-25:00")]
    [InlineData("01:00-06:00-07:00")]
    [InlineData("06:00-06:00")]
    public void What_is_no_part_of_a_day_is_refused(string text) => Assert.False(ScrubHours.TryParse(text, out _));
}
