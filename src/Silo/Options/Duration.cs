using System.Globalization;

namespace SoundTime.Silo.Options;

/// <summary>Durations as admins write them: seconds, or a whole number with <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
internal static class Duration
{
    private static readonly (char Unit, int Seconds)[] Units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

    /// <summary>Reads a duration of zero or more seconds that a <see cref="TimeSpan"/> can hold.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        var number = text.Trim();
        var seconds = 1L;
        foreach (var (unit, unitSeconds) in Units)
        {
            if (number is [.., var last] && char.ToLowerInvariant(last) == unit)
            {
                number = number[..^1].TrimEnd();
                seconds = unitSeconds;
                break;
            }
        }

        var ok = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond / seconds;
        duration = ok ? TimeSpan.FromSeconds(count * seconds) : TimeSpan.Zero;
        return ok;
    }

    /// <summary>Writes a duration of whole seconds in the largest unit that holds it exactly.</summary>
    public static string Format(TimeSpan duration)
    {
        var total = (long)duration.TotalSeconds;
        var (unit, seconds) = Array.Find(Units, candidate => total > 0 && total % candidate.Seconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{(seconds == 0 ? 0 : total / seconds)}{(seconds == 0 ? 's' : unit)}");
    }
}
