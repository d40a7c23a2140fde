using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SoundTime.Silo.Options;
using SoundTime.Silo.Remote;
using SoundTime.Silo.Terminal;

namespace SoundTime.Silo.Commands;

/// <summary><c>soundtime search</c>: searches the catalogue of the running node, and on request its peers, whose answers are shown as they come.</summary>
internal static class SearchCommand
{
    private const int DefaultLimit = 20;

    /// <summary>As many as the API gives on one page.</summary>
    private const int MaxLimit = 50;

    public static Command Create(CommandLine commandLine)
    {
        var words = new Argument<string[]>("words") { Description = "Words of titles, artists and albums; the last may be only begun.", Arity = ArgumentArity.OneOrMore };
        var peers = new Option<bool>("--peers") { Description = "Ask peers, too." };
        var json = new Option<bool>("--json") { Description = "Write JSON, one track a line." };
        var limit = new Option<int>("--limit") { Description = $"Most tracks that are shown, 1 to {MaxLimit}.", DefaultValueFactory = _ => DefaultLimit };
        var command = new Command("search", "Search the catalogue of the running node.") { words, peers, json, limit };
        commandLine.Flags.AddTo(
            command, nameof(NodeOptions.DataDirectory), nameof(NodeOptions.ConfigurationFile), nameof(NodeOptions.Host), nameof(NodeOptions.Port));
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (commandLine.ReadOptions(arguments) is not { Options: { } options })
            {
                return ExitCode.Configuration;
            }

            var most = arguments.GetValue(limit);
            if (most is < 1 or > MaxLimit)
            {
                commandLine.Context.Tell($"--limit is {most.ToString(CultureInfo.InvariantCulture)}; accepted: 1 to {MaxLimit}.");
                return ExitCode.Configuration;
            }

            using var node = NodeClient.Of(options);
            var question = Uri.EscapeDataString(string.Join(' ', arguments.GetValue(words)!));
            var display = SearchDisplay.Create(commandLine.Context, arguments.GetValue(json));
            var outcome = arguments.GetValue(peers)
                ? await ShowFromPeersAsync(node, question, most, display, cancellationToken)
                : await ShowAsync(node, question, most, display, cancellationToken);
            return Tell(outcome, commandLine.Context);
        });
        return command;
    }

    private static async Task<(int Found, string? Missing)> ShowAsync(
        NodeClient node, string question, int limit, SearchDisplay display, CancellationToken cancellationToken)
    {
        var page = await node.GetAsync<JsonElement>($"/api/search?q={question}&per_page={limit.ToString(CultureInfo.InvariantCulture)}", cancellationToken);
        var tracks = page.GetProperty("tracks").EnumerateArray().ToList();
        display.Show(tracks);
        return (tracks.Count, null);
    }

    /// <summary>Shows each track once, when it comes, and leaves when there are enough. Own tracks, which come first, do not take the places of those that peers were asked for.</summary>
    private static async Task<(int Found, string? Missing)> ShowFromPeersAsync(
        NodeClient node, string question, int limit, SearchDisplay display, CancellationToken cancellationToken)
    {
        var places = new SearchPlaces(limit);
        string? missing = "The node ended the search in the middle.";
        await foreach (var item in node.ReadEventsAsync($"/api/p2p/search/stream?q={question}", cancellationToken))
        {
            var data = JsonElement.Parse(item.Data);
            if (item.EventType == "results")
            {
                display.Show(places.Take(data));
            }

            if (item.EventType == "done" || places.IsFull)
            {
                missing = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("p2p_error", out var error) ? error.GetString() : null;
                break;
            }
        }

        display.Show(places.TakeRest());
        return (places.Taken, missing);
    }

    private static int Tell((int Found, string? Missing) outcome, ProgramContext context)
    {
        if (outcome.Missing is { } missing)
        {
            context.Tell(OneLine.Of(missing));
        }
        else if (outcome.Found == 0)
        {
            context.Tell("nothing was found.");
        }

        return outcome is { Found: 0, Missing: not null } ? ExitCode.Failed : ExitCode.Success;
    }
}
