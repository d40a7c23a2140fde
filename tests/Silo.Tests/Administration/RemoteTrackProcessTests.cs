using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SoundTime.Silo.Tests.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Administration;

public sealed class RemoteTrackProcessTests : IDisposable
{
    private const string Token = "the-token-of-the-admin";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_admin_sees_pins_and_takes_out_a_track_that_was_played_and_the_metrics_count_it()
    {
        var library = Directory.CreateDirectory(Path.Combine(_folder.Path, "library")).FullName;
        var song = Music.Wave(seed: 5);
        await File.WriteAllBytesAsync(Path.Combine(library, "song.wav"), song, Cancellation);
        using var seed = await WholeNode.StartAsync(Path.Combine(_folder.Path, "a"), "--library", library);
        await seed.WaitForTracksAsync(1);
        using var node = await StartWithTokenAsync("--seed", seed.Address.ToString());
        var (id, _) = Assert.Single(await node.WaitForTracksAsync(1));
        Assert.Equal(song, await node.PlayAsync(id));

        await Waiting.UntilAsync(
            async () => (await node.Http.GetStringAsync("/metrics", Cancellation)).Contains("soundtime_fetches_total{outcome=\"delivered\"} 1\n", StringComparison.Ordinal),
            Cancellation,
            () => "The metrics do not count the fetch.");
        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(node, id, "pin"));
        var track = Assert.Single((await ReadAsync(node, "/api/admin/remote-tracks")).EnumerateArray());
        Assert.Equal(
            (id, true, true, true, seed.Address.Id.ToString()),
            (track.GetProperty("id").GetGuid(), Is(track, "is_here"), Is(track, "is_pinned"), Is(track, "is_available"), track.GetProperty("copies")[0].GetProperty("node_id").GetString()));

        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(node, id, "dereference"));
        Assert.Equal(HttpStatusCode.Gone, await StatusOfPlayAsync(node, id));
        Assert.Equal(1, (await ReadAsync(node, "/api/admin/remote-tracks?health=dereferenced")).GetProperty("total").GetInt32());

        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(node, id, "rereference"));
        Assert.Equal(song, await node.PlayAsync(id));
        Assert.Equal(0, (await ReadAsync(node, "/api/admin/remote-tracks?health=dereferenced")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await ReadAsync(node, "/api/admin/integrity")).GetProperty("open").GetInt64());
        Assert.Equal(JsonValueKind.Object, (await ReadAsync(node, "/api/p2p/status")).GetProperty("sweep").ValueKind);
    }

    [Fact]
    public async Task A_node_without_p2p_tells_what_it_can()
    {
        using var program = new RunningProgram(_folder.Path, "--data", WriteToken("a"), "--port", "0", "--p2p", "false");
        using var node = new HttpClient { BaseAddress = new Uri((await program.WaitForLineAsync("  HTTP", Cancellation)).Split(' ')[^1]) };
        node.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);

        var status = await ReadAsync(node, "/api/p2p/status");

        Assert.Equal(0, status.GetProperty("tracks").GetProperty("healthy").GetInt64());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("sweep").ValueKind);
        Assert.Contains("soundtime_remote_tracks{health=\"healthy\"} 0\n", await node.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
        Assert.Equal("[]", await node.GetStringAsync("/api/admin/remote-tracks", Cancellation));
    }

    private static bool Is(JsonElement track, string name) => track.GetProperty(name).GetBoolean();

    private static Task<JsonElement> ReadAsync(WholeNode node, string path) => ReadAsync(node.Http, path);

    private static async Task<JsonElement> ReadAsync(HttpClient http, string path) => JsonElement.Parse(await http.GetStringAsync(path, Cancellation));

    private static async Task<HttpStatusCode> ChangeAsync(WholeNode node, Guid track, string verb)
    {
        using var answer = await node.Http.PatchAsync($"/api/admin/p2p/tracks/{track}/{verb}", content: null, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusOfPlayAsync(WholeNode node, Guid track)
    {
        using var answer = await node.Http.GetAsync($"/api/tracks/{track}/stream", Cancellation);
        return answer.StatusCode;
    }

    private async Task<WholeNode> StartWithTokenAsync(params IEnumerable<string> more)
    {
        var node = await WholeNode.StartAsync(WriteToken("b"), more);
        node.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return node;
    }

    private string WriteToken(string name)
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        File.WriteAllText(Path.Combine(data, "soundtime.conf"), $"ADMIN_TOKEN={Token}\n");
        return data;
    }
}
