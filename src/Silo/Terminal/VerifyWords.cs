using System.Globalization;
using SoundTime.Import;
using SoundTime.Silo.Guardian;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>What is said of a verification.</summary>
internal sealed class VerifyWords : WorkWords<VerifyProgress, VerifyReport>
{
    /// <summary>Rows of the table. Whoever has more findings than fit on a few screens wants them as JSON.</summary>
    private const int MaxRows = 100;

    public override string Beginning => "Looking for files";

    /// <summary>For example <c>120 of 4 567 files, 1.2 GB of 30 GB, 3 not right, 80 MB a second, 6 min left</c>.</summary>
    public override WorkState Describe(VerifyProgress progress)
    {
        var found = progress.Found == 0 ? "" : $", {Quantity.Number(progress.Found)} not right";
        var left = progress.TimeLeft is { } time ? $", {Quantity.Duration(time)} left" : "";
        var text = $"{Quantity.Number(progress.Done)} of {Quantity.Number(progress.Total)} files, {Quantity.Bytes(progress.DoneBytes)} of {Quantity.Bytes(progress.TotalBytes)}"
            + $"{found}, {Quantity.Bytes(progress.BytesPerSecond)} a second{left}";
        return new WorkState(text, progress.DoneBytes, progress.TotalBytes, progress.CurrentPath);
    }

    /// <summary>A line, and a table of the files that are not right.</summary>
    public override void WriteSummary(VerifyReport report, IAnsiConsole console)
    {
        if (report.UnknownPaths.Count > 0)
        {
            return;
        }

        var changed = report.Changed == 0 ? "" : $", {Quantity.Number(report.Changed)} changed since their import (the next scan takes them in again)";
        var outOfReach = report.NotReachable == 0 ? "" : $", {Quantity.Number(report.NotReachable)} out of reach (is their disk plugged in?)";
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Quantity.Number(report.Right)} right ({Quantity.Bytes(report.Bytes)}){changed}{outOfReach}, {Quantity.Number(report.Found)} not right, in {Quantity.Duration(report.Elapsed)}"));
        if (report.Findings.Count == 0)
        {
            return;
        }

        var table = new Table().NoBorder().AddColumns("FILE OR BLOB", "IS", "WHAT TO DO");
        foreach (var finding in report.Findings.Take(MaxRows))
        {
            table.AddRow(new Text(OneLine.Of(finding.Subject)), new Text(Name(finding.Verdict)), new Text(OneLine.Of(finding.Advice)));
        }

        console.WriteLine();
        console.Write(table);
        if (report.Found > Math.Min(report.Findings.Count, MaxRows))
        {
            console.WriteLine($"and {Quantity.Number(report.Found - Math.Min(report.Findings.Count, MaxRows))} more; --json lists up to {Quantity.Number(VerifyReport.MaxFindings)}");
        }
    }

    public override object ToJson(VerifyProgress progress) => new
    {
        Type = "progress",
        progress.Done,
        progress.Total,
        progress.DoneBytes,
        progress.TotalBytes,
        progress.Found,
        progress.CurrentPath,
        progress.BytesPerSecond,
        SecondsLeft = progress.TimeLeft?.TotalSeconds,
    };

    public override object ToJson(VerifyReport report) => new
    {
        Type = "report",
        report.Right,
        report.Bytes,
        report.Changed,
        report.NotReachable,
        report.Found,
        Seconds = report.Elapsed.TotalSeconds,
        report.Findings,
        report.UnknownPaths,
    };

    private static string Name(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Rotten => "rotten",
        CheckVerdict.Missing => "missing",
        CheckVerdict.Unreadable => "unreadable",
        CheckVerdict.Stray => "stray",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };
}
