using System.Globalization;
using SoundTime.Import;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>What is said of an import.</summary>
internal sealed class ImportWords : WorkWords<ImportProgress, ImportReport>
{
    /// <summary>Rows of the table. Whoever has more failures than fit on a few screens wants them as JSON.</summary>
    private const int MaxRows = 100;

    public override string Beginning => "Looking for music";

    /// <summary>For example <c>120 of 4567 files, 3 failed, 35 a second, 2 min left</c>.</summary>
    public override WorkState Describe(ImportProgress progress)
    {
        var total = progress.IsCounted ? Quantity.Number(progress.Known) : $"at least {Quantity.Number(progress.Known)}";
        var failed = progress.Failed == 0 ? "" : $", {Quantity.Number(progress.Failed)} failed";
        var left = progress.TimeLeft is { } time ? $", {Quantity.Duration(time)} left" : "";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{Quantity.Number(progress.Done)} of {total} files{failed}, {progress.FilesPerSecond:0.#} a second{left}");
        return new WorkState(text, progress.Done, progress.IsCounted ? progress.Known : null, progress.CurrentPath);
    }

    /// <summary>A line, and a table of the files that failed.</summary>
    public override void WriteSummary(ImportReport report, IAnsiConsole console)
    {
        console.WriteLine(
            $"{Quantity.Number(report.Imported)} imported, {Quantity.Number(report.Unchanged)} unchanged, {Quantity.Number(report.Failed)} failed, in {Quantity.Duration(report.Elapsed)}");
        if (report.Failures.Count == 0)
        {
            return;
        }

        var table = new Table().NoBorder().AddColumns("FILE", "NOT IMPORTED BECAUSE");
        foreach (var failure in report.Failures.Take(MaxRows))
        {
            table.AddRow(new Text(OneLine.Of(failure.Path)), new Text(OneLine.Of(failure.Text)));
        }

        console.WriteLine();
        console.Write(table);
        if (report.Failed > Math.Min(report.Failures.Count, MaxRows))
        {
            console.WriteLine($"and {Quantity.Number(report.Failed - Math.Min(report.Failures.Count, MaxRows))} more; --json lists up to {Quantity.Number(ImportReport.MaxFailures)}");
        }
    }

    public override object ToJson(ImportProgress progress) => new
    {
        Type = "progress",
        progress.Done,
        progress.Failed,
        progress.Known,
        progress.IsCounted,
        progress.CurrentPath,
        progress.FilesPerSecond,
        SecondsLeft = progress.TimeLeft?.TotalSeconds,
    };

    public override object ToJson(ImportReport report) => new
    {
        Type = "report",
        report.Imported,
        report.Unchanged,
        report.Failed,
        Seconds = report.Elapsed.TotalSeconds,
        report.Failures,
    };
}
