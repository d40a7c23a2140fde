using System.Text.Json;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>A real iroh peer, acting as a Rust node, searches ours.</summary>
public sealed class SearchTests
{
    private const string Id = "0b1c2d3e-0000-4000-8000-000000000001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_peers_query_is_answered_in_the_form_of_a_rust_node_with_what_it_can_fetch()
    {
        using var folder = new TemporaryFolder();
        var library = folder.Folder("library");
        await Music.GenerateAsync(library, Token);
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token, "--library", library);
        var tracks = await node.WaitForTracksAsync(Directory.GetFiles(library).Length, Token);
        var wanted = tracks[0];
        var title = wanted.GetProperty("title").GetString()!;
        var connection = await peer.ConnectAsync(node, Token);

        var answer = await AskAsync(connection, title.ToUpperInvariant()[..^1], 20);

        Assert.Equal(["request_id", "results", "total"], answer.EnumerateObject().Select(field => field.Name));
        Assert.Equal(Id, answer.GetProperty("request_id").GetString());
        var results = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(results.Count, answer.GetProperty("total").GetInt32());
        var found = results.Single(result => result.GetProperty("hash").GetString() == wanted.GetProperty("hash").GetString());
        Assert.Equal(
            [
                "hash", "title", "artist_name", "album_title", "duration_secs", "format", "genre", "year", "bitrate", "source_node", "musicbrainz_id", "relevance",
            ],
            found.EnumerateObject().Select(field => field.Name));
        Assert.Equal((title, node.Id.ToString()), (found.GetProperty("title").GetString()!, found.GetProperty("source_node").GetString()!));
        var (declared, length) = await connection.FetchAsync(found.GetProperty("hash").GetString()!, folder.File("fetched"), Token);
        Assert.Equal(declared, length);

        Assert.Empty((await AskAsync(connection, title, 0)).GetProperty("results").EnumerateArray());
        Assert.Equal(0, (await AskAsync(connection, "  ", 20)).GetProperty("total").GetInt32());
        Assert.Equal(0, (await AskAsync(connection, "\U0001F3B5 ' OR 1=1; --", 20)).GetProperty("total").GetInt32());
    }

    private static async Task<JsonElement> AskAsync(PeerConnection connection, string query, int limit) =>
        (await connection.AskAsync(new { SearchQuery = new { request_id = Id, query, limit } }, Token)).GetProperty("SearchResults");
}
