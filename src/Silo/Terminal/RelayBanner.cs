using SoundTime.Relay;
using SoundTime.Silo.Commands;
using Spectre.Console;

namespace SoundTime.Silo.Terminal;

/// <summary>The lines printed once a relay listens: where, for whom, and what its nodes are to be told.</summary>
internal static class RelayBanner
{
    /// <summary>Columns of the labels.</summary>
    private const int LabelWidth = 13;

    /// <param name="relay">The relay that listens.</param>
    /// <param name="options">What it was told.</param>
    /// <param name="url">How it is reached from outside; null where the admin did not say.</param>
    /// <param name="context">Where to write.</param>
    public static void Write(RelayHost relay, RelayOptions options, Iroh.RelayUrl? url, ProgramContext context)
    {
        var console = PlainConsole.Create(context.Output, context.OutputIsTerminal);
        console.Write(new Text($"{ProductInfo.Name} {ProductInfo.Version} relay", new Style(decoration: Decoration.Bold)));
        console.WriteLine();
        var scheme = relay.Url.Uri.Scheme;
        WriteLine(console, "Listens", $"{scheme}://{relay.EndPoint}/");
        if (scheme == Uri.UriSchemeHttp && !options.IsBehindProxy)
        {
            WriteLine(console, "", "Without TLS: what it passes on is encrypted all the same, ids and tokens are not.");
        }

        WriteLine(console, "Lets in", DescribeAccess(options));
        var shown = url?.Text ?? $"{scheme}://THIS-HOST:{relay.EndPoint.Port}/";
        WriteLine(console, "Nodes set", $"P2P_RELAY_URLS={(options.Tokens.Count > 0 ? shown.Replace("://", "://TOKEN@", StringComparison.Ordinal) : shown)}");
        if (options.Directory is not null)
        {
            WriteLine(console, "", $"P2P_PKARR_URLS={shown}pkarr");
        }

        if (url is null)
        {
            WriteLine(console, "", "THIS-HOST is the name or address that nodes reach this machine by; --url puts it here.");
        }

        if (options.Directory is { } directory)
        {
            WriteLine(console, "Directory", directory.Folder);
        }

        if (relay.StunEndPoint is { } stun)
        {
            WriteLine(console, "STUN", $"udp {stun}");
        }

        if (relay.MetricsEndPoint is { } metrics)
        {
            WriteLine(console, "Metrics", $"http://{metrics}/metrics");
        }

        context.Output.Flush();
    }

    private static string DescribeAccess(RelayOptions options) => (options.AllowedNodes.Count, options.Tokens.Count) switch
    {
        (0, 0) => "everybody: limit it with --allow or --token",
        (var nodes, 0) => $"{nodes} listed nodes",
        (0, _) => "whoever shows a token",
        var (nodes, _) => $"{nodes} listed nodes, and whoever shows a token",
    };

    private static void WriteLine(IAnsiConsole console, string label, string value)
    {
        console.Write(new Text($"  {label}".PadRight(LabelWidth), new Style(Color.Blue)));
        console.Write(new Text(value));
        console.WriteLine();
    }
}
