using System.Globalization;
using SoundTime.Import;

namespace SoundTime.Silo.Terminal;

/// <summary>Words for the progress of an import.</summary>
internal static class ImportText
{
    /// <summary>For example <c>120 of 4567 files, 3 failed, 35 a second, 2 min left</c>.</summary>
    public static string Of(ImportProgress progress)
    {
        var total = progress.IsCounted ? Number(progress.Known) : $"at least {Number(progress.Known)}";
        var failed = progress.Failed == 0 ? "" : $", {Number(progress.Failed)} failed";
        var left = progress.TimeLeft is { } time ? $", {Duration(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Number(progress.Done)} of {total} files{failed}, {progress.FilesPerSecond:0.#} a second{left}");
    }

    /// <summary>A length of time in its largest unit, seconds, minutes or hours.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes)} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    /// <summary>A count with a space between thousands.</summary>
    public static string Number(long count) => count.ToString("#,0", Grouping);

    private static readonly NumberFormatInfo Grouping = new() { NumberGroupSeparator = " " };
}
