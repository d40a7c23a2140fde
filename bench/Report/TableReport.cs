using System.Globalization;
using Spectre.Console;

namespace SoundTime.Bench;

/// <summary>The report for people; where the output is no terminal, as Markdown.</summary>
internal static class TableReport
{
    /// <summary>Where no terminal sets the width, lines are not broken.</summary>
    private const int UnlimitedWidth = 1000;

    public static void Print(BenchReport report)
    {
        if (!Console.IsOutputRedirected)
        {
            Print(report, AnsiConsole.Console, TableBorder.Rounded);
            return;
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var settings = new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) };
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = UnlimitedWidth;
        Print(report, console, TableBorder.Markdown);
        foreach (var line in text.ToString().Split(Environment.NewLine))
        {
            Console.WriteLine(line.TrimEnd());
        }
    }

    private static void Print(BenchReport report, IAnsiConsole console, TableBorder border)
    {
        console.WriteLine(report.Machine.ToString());
        foreach (var section in report.Sections)
        {
            console.WriteLine();
            console.Write(new Text(section.Title, new Style(decoration: Decoration.Bold)));
            console.WriteLine();
            if (section.Failure is { } failure)
            {
                console.WriteLine($"Not measured: {failure}");
                continue;
            }

            console.WriteLine(section.Asked);
            console.WriteLine($"Aim: {section.Aim}");
            console.Write(ToTable(section, border));
        }
    }

    private static Table ToTable(Section section, TableBorder border)
    {
        var table = new Table { Border = border };
        foreach (var column in section.Columns)
        {
            var heading = new TableColumn(Markup.Escape(column.Heading));
            table.AddColumn(column.Format is null ? heading : heading.RightAligned());
        }

        foreach (var row in section.Rows)
        {
            table.AddRow([.. row.Select((value, i) => new Text(ToText(section.Columns[i], value)))]);
        }

        return table;
    }

    private static string ToText(Column column, object? value) => value switch
    {
        null => "",
        IFormattable number => number.ToString(column.Format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
