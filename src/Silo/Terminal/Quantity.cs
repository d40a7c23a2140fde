using System.Globalization;

namespace SoundTime.Silo.Terminal;

/// <summary>Words for how much, how many and how long.</summary>
internal static class Quantity
{
    private const int Unit = 1024;

    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    private static readonly NumberFormatInfo Grouping = new() { NumberGroupSeparator = " " };

    /// <summary>A length of time in its largest unit, seconds, minutes or hours.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes)} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    /// <summary>A count with a space between thousands.</summary>
    public static string Number(long count) => count.ToString("#,0", Grouping);

    /// <summary>A size in its largest unit, each 1024 of the one before, with one digit behind the point.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= Unit && unit < Units.Length - 1)
        {
            bytes /= Unit;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }
}
