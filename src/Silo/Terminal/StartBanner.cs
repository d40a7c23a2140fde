using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>The lines printed once everything listens: who this node is and where to find it.</summary>
internal static class StartBanner
{
    /// <summary>Columns of the labels.</summary>
    private const int LabelWidth = 11;

    public static void Write(StartReport report, TextWriter output, bool isTerminal)
    {
        var console = PlainConsole.Create(output, isTerminal);
        console.Write(new Text($"{ProductInfo.Name} {ProductInfo.Version}", new Style(decoration: Decoration.Bold)));
        console.WriteLine();
        WriteLine(console, "Node", report.NodeId is { } id ? [id.ToString()] : ["none: it talks to no other nodes"]);
        WriteLine(console, "UDP", report.UdpAddresses);
        WriteLine(console, "Relay", report.Relays is [_, _, ..] relays ? [$"the nearest of {string.Join(", ", relays)}"] : report.Relays);
        WriteLine(console, "Lookup", report.Lookups);
        WriteLine(console, "HTTP", report.HttpAddresses);
        WriteLine(console, "Data", [report.DataDirectory]);
        WriteLine(console, "Store", [report.Database]);
        WriteLine(console, "Library", [report.LibraryDirectory ?? "none: choose a folder of music with --library"]);
        if (report.AdminToken is { } token)
        {
            WriteLine(console, "Admin", [token]);
            WriteLine(console, "", ["This token opens the admin API and is shown only now; soundtime admin-token makes a new one."]);
        }

        output.Flush();
    }

    private static void WriteLine(IAnsiConsole console, string label, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            console.Write(new Text($"  {label}".PadRight(LabelWidth), new Style(Color.Blue)));
            console.Write(new Text(string.Join(", ", values)));
            console.WriteLine();
        }
    }
}
