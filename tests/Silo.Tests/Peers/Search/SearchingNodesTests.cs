using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>The built program, searching another that runs, over HTTP and from the command line.</summary>
public sealed class SearchingNodesTests : IDisposable
{
    private const string Title = "Ça plane, pour moi!";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_track_of_another_node_is_found_by_words_without_accents_and_punctuation_the_last_one_begun()
    {
        using var holder = await StartHolderAsync();
        using var node = await WholeNode.StartAsync(Data("b"), "--seed", holder.Address.ToString());
        await node.WaitForTracksAsync(1);

        // A question that was asked just now is answered from the first, so each is another, of the same words.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(RunningProgram.Patience);
        List<SseItem<string>> events;
        var question = "pour moi ca pla";
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            question += "!";
            events = await StreamAsync(node, question);
        }
        while (JsonElement.Parse(events[^1].Data).GetProperty("answered").GetInt32() == 0);

        Assert.Equal("done", events[^1].EventType);
        Assert.False(JsonElement.Parse(events[^1].Data).TryGetProperty("p2p_error", out _));
        var found = events.Where(item => item.EventType == "results").SelectMany(item => JsonElement.Parse(item.Data).EnumerateArray()).Last();
        Assert.Equal(Title, found.GetProperty("title").GetString());
        Assert.False(found.GetProperty("local").GetBoolean());
        Assert.Equal([holder.Address.Id.ToString()], found.GetProperty("holders").EnumerateArray().Select(id => id.GetString()!));
        Assert.Equal(Music.Wave(seed: 1), await node.PlayAsync(found.GetProperty("track_id").GetGuid()));
        Assert.Equal(0, (await node.StopAsync()).ExitCode);
    }

    [Fact]
    public async Task The_command_searches_the_node_that_runs_in_lines_for_pipes_and_in_JSON()
    {
        using var holder = await StartHolderAsync();

        var (exitCode, output, error) = await SearchAsync("CA", "plane", "mo");

        Assert.Equal((0, ""), (exitCode, error));
        var fields = output.TrimEnd('\n').Split('\t');
        Assert.Equal([Title, "Unknown", "", "0:01", "wav", "here", Music.HashOf(Music.Wave(seed: 1)).ToString()], fields);

        (_, output, _) = await SearchAsync("plane", "--json");
        Assert.Equal(Title, JsonElement.Parse(output).GetProperty("title").GetString());

        (exitCode, output, error) = await SearchAsync("plane", "--peers", "--limit", "5");
        Assert.Equal((0, string.Join('\t', fields) + "\n", ""), (exitCode, output, error));

        Assert.Equal((0, "", "soundtime: nothing was found.\n"), await SearchAsync("nonsense", "--peers"));
        Assert.Equal((1, "", "soundtime: the node refused: 414 URI Too Long\n"), await SearchAsync(new string('x', 10_000)));
    }

    [Fact]
    public async Task Without_a_node_or_with_a_limit_that_there_is_not_the_command_says_what_to_do()
    {
        var (exitCode, output, error) = await SearchAsync("queen");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("start it with soundtime serve", error, StringComparison.Ordinal);

        Assert.Equal((2, "", "soundtime: --limit is 51; accepted: 1 to 50.\n"), await SearchAsync("queen", "--limit", "51"));
    }

    private async Task<WholeNode> StartHolderAsync()
    {
        var library = Path.Combine(_folder.Path, "library");
        Directory.CreateDirectory(library);
        await File.WriteAllBytesAsync(Path.Combine(library, $"{Title}.wav"), Music.Wave(seed: 1), Cancellation);
        var node = await WholeNode.StartAsync(Data("a"), "--library", library);
        await node.WaitForTracksAsync(1);
        return node;
    }

    private static async Task<List<SseItem<string>>> StreamAsync(WholeNode node, string question)
    {
        while (true)
        {
            using var response = await node.Http.GetAsync($"/api/p2p/search/stream?q={Uri.EscapeDataString(question)}", Cancellation);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                response.EnsureSuccessStatusCode();
                await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
                return await SseParser.Create(stream).EnumerateAsync(Cancellation).ToListAsync(Cancellation);
            }

            // Who asks again and again until a peer is known is told to wait.
            await Task.Delay(response.Headers.RetryAfter!.Delta!.Value, TimeProvider.System, Cancellation);
        }
    }

    private async Task<(int ExitCode, string Output, string Error)> SearchAsync(params string[] arguments)
    {
        using var program = new RunningProgram(_folder.Path, ["search", "--data", Data("a"), .. arguments]);
        return await program.EndAsync(RunningProgram.Patience, Cancellation);
    }

    private string Data(string node) => Path.Combine(_folder.Path, node);
}
