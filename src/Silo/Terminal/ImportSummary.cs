using SoundTime.Import;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>What came of an import, for people: a line, and a table of the files that failed.</summary>
internal static class ImportSummary
{
    /// <summary>Rows of the table. Whoever has more failures than fit on a few screens wants them as JSON.</summary>
    private const int MaxRows = 100;

    public static void Write(ImportReport report, IAnsiConsole console)
    {
        console.WriteLine(
            $"{ImportText.Number(report.Imported)} imported, {ImportText.Number(report.Unchanged)} unchanged, {ImportText.Number(report.Failed)} failed, in {ImportText.Duration(report.Elapsed)}");
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
            console.WriteLine($"and {ImportText.Number(report.Failed - Math.Min(report.Failures.Count, MaxRows))} more; --json lists up to {ImportText.Number(ImportReport.MaxFailures)}");
        }
    }
}
