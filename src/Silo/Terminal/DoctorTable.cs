using SoundTime.Api;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows a report of the connection doctor to people: a line for each finding, with what to do next behind it, and the outcome last.</summary>
internal static class DoctorTable
{
    public static void Write(DoctorReport report, IAnsiConsole console)
    {
        var table = new Table().NoBorder().AddColumns("", "CHECK", "FINDING");
        foreach (var finding in report.Findings)
        {
            var subject = finding.Subject is null ? "" : $"{finding.Subject}: ";
            var advice = finding.Advice is null ? "" : $" -> {finding.Advice}";
            table.AddRow(
                new Text(WordOf(finding.State), new Style(ColourOf(finding.State))),
                new Text(OneLine.Of(finding.Check)),
                new Text(OneLine.Of($"{subject}{finding.Text}{advice}")));
        }

        console.Write(table);
        console.WriteLine();
        console.WriteLine(OneLine.Of(report.Summary));
    }

    private static string WordOf(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Warning => "warning",
        FindingState.Failed => "FAILED",
        _ => "unknown",
    };

    private static Color ColourOf(FindingState state) => state switch
    {
        FindingState.Ok => Color.Green,
        FindingState.Warning => Color.Yellow,
        FindingState.Failed => Color.Red,
        _ => Color.Grey,
    };
}
