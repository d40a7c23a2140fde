using System.Globalization;

namespace SoundTime.Wire.Json;

/// <summary>Moments as chrono writes and reads them: RFC 3339, in UTC with 0, 3, 6 or 9 fraction digits when written.</summary>
internal static class Timestamp
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";
    private const int TickDigits = 7;
    private const string LeapSecond = "60";

    /// <summary>The text of a moment, with the fewest digits that are exact.</summary>
    public static string Format(DateTimeOffset moment)
    {
        var ticks = moment.UtcTicks % TimeSpan.TicksPerSecond;
        var fraction = (ticks % TimeSpan.TicksPerMillisecond, ticks % TimeSpan.TicksPerMicrosecond) switch
        {
            _ when ticks == 0 => string.Empty,
            (0, _) => "'.'fff",
            (_, 0) => "'.'ffffff",
            _ => "'.'fffffff'00'",
        };
        return moment.ToUniversalTime().ToString(Seconds + fraction + "'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads RFC 3339 with any offset and any number of fraction digits; what is finer than a tick is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        moment = default;
        var secondsLength = Seconds.Length - 2;
        if (text.Length <= secondsLength)
        {
            return false;
        }

        var rest = text[secondsLength..];
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
            {
                return false;
            }

            fraction = rest[1..(1 + Math.Min(digits, TickDigits))];
            rest = rest[(1 + digits)..];
        }

        // RFC 3339, section 5.7: a leap second may be written as :60; here it is the start of the next.
        var leap = text[(secondsLength - 2)..secondsLength].SequenceEqual(LeapSecond);
        var seconds = leap ? $"{text[..(secondsLength - 2)]}59" : text[..secondsLength];
        var offset = rest is "z" ? "Z" : rest;
        if (!DateTimeOffset.TryParseExact(
            $"{seconds}.{fraction}{(fraction.IsEmpty ? "0" : "")}{offset}",
            Seconds + "'.'FFFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out moment)
            || (offset is not "Z" && offset.Length != "+00:00".Length))
        {
            return false;
        }

        if (leap && moment.UtcTicks <= DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerDay)
        {
            moment += TimeSpan.FromSeconds(1);
        }

        return true;
    }
}
