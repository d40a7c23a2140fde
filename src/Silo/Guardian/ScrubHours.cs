using System.Globalization;

namespace SoundTime.Silo.Guardian;

/// <summary>The part of each day, by the clock on the wall, in which the background scrub reads. It may go past midnight.</summary>
/// <param name="From">The first minute of it.</param>
/// <param name="To">The first minute after it.</param>
internal sealed record ScrubHours(TimeOnly From, TimeOnly To)
{
    private const string Minutes = "HH:mm";

    /// <summary>Whether a time of the day is within. Where clocks are put forward over all of it, that day has none.</summary>
    public bool Contains(TimeOnly time) => time.IsBetween(From, To);

    /// <summary>Reads <c>01:00-06:00</c>.</summary>
    public static bool TryParse(string text, out ScrubHours hours)
    {
        hours = new ScrubHours(default, default);
        if (text.Split('-', StringSplitOptions.TrimEntries) is not [var first, var last]
            || !TimeOnly.TryParseExact(first, Minutes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            || !TimeOnly.TryParseExact(last, Minutes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            || from == to)
        {
            return false;
        }

        hours = new ScrubHours(from, to);
        return true;
    }

    /// <summary>As it is read.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From.ToString(Minutes, CultureInfo.InvariantCulture)}-{To.ToString(Minutes, CultureInfo.InvariantCulture)}");
}
