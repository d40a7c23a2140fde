using SoundTime.Api;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>Shows a report of the connection doctor: a line for each finding, with what to do next behind it, and the outcome last. In colour for people.</summary>
internal static class DoctorTable
{
    public static void Write(DoctorReport report, TextWriter output, bool isTerminal)
    {
        if (isTerminal)
        {
            PlainConsole.Create(output, isTerminal).Write(CreateTable(report.Findings));
        }
        else
        {
            WriteLines(report.Findings, output);
        }

        output.WriteLine();
        output.WriteLine(OneLine.Of(report.Summary));
    }

    private static Table CreateTable(IReadOnlyList<Finding> findings)
    {
        var table = new Table().NoBorder().AddColumns("", "CHECK", "FINDING");
        foreach (var finding in findings)
        {
            table.AddRow(new Text(WordOf(finding.State), new Style(ColourOf(finding.State))), new Text(OneLine.Of(finding.Check)), new Text(TextOf(finding)));
        }

        return table;
    }

    private static void WriteLines(IReadOnlyList<Finding> findings, TextWriter output)
    {
        var width = findings.Select(finding => finding.Check.Length).Append(0).Max();
        foreach (var finding in findings)
        {
            output.WriteLine($"{WordOf(finding.State),-8}{OneLine.Of(finding.Check).PadRight(width)}  {TextOf(finding)}");
        }
    }

    private static string TextOf(Finding finding)
    {
        var subject = finding.Subject is null ? "" : $"{finding.Subject}: ";
        var advice = finding.Advice is null ? "" : $" -> {finding.Advice}";
        return OneLine.Of($"{subject}{finding.Text}{advice}");
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
