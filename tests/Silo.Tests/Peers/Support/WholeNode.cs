using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SoundTime.Iroh;
using SoundTime.Silo.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>The built program, running as a node on free ports, with a client for its API.</summary>
internal sealed class WholeNode : IDisposable
{
    private readonly RunningProgram _program;

    private WholeNode(RunningProgram program, NodeAddress address, Uri http)
    {
        _program = program;
        Address = address;
        Http = new HttpClient { BaseAddress = http };
    }

    public NodeAddress Address { get; }

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WholeNode> StartAsync(string data, params IEnumerable<string> more)
    {
        var program = new RunningProgram(Path.GetDirectoryName(data)!, ["--data", data, "--port", "0", "--p2p-port", "0", .. more]);
        try
        {
            var id = NodeId.Parse(LastWord(await program.WaitForLineAsync("  Node", Cancellation)));
            var udp = await program.WaitForLineAsync("  UDP", Cancellation);
            var port = int.Parse(udp.Split(',')[0].Split(':')[^1], CultureInfo.InvariantCulture);
            var http = new Uri(LastWord(await program.WaitForLineAsync("  HTTP", Cancellation)));
            return new WholeNode(program, new NodeAddress(id, new IPEndPoint(IPAddress.Loopback, port)), http);
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Asks until the node lists this many tracks, and gives them.</summary>
    public async Task<List<(Guid Id, BlobHash Hash)>> WaitForTracksAsync(int count)
    {
        List<(Guid Id, BlobHash Hash)> tracks = [];
        await Waiting.UntilAsync(
            async () =>
            {
                var page = await Http.GetFromJsonAsync<JsonElement>("/api/tracks?per_page=100", Cancellation);
                tracks = [.. page.GetProperty("data").EnumerateArray().Select(track => (track.GetProperty("id").GetGuid(), BlobHash.Parse(track.GetProperty("hash").GetString()!)))];
                return tracks.Count >= count;
            },
            Cancellation,
            () => $"There are {tracks.Count} tracks.");
        return tracks;
    }

    public Task<byte[]> PlayAsync(Guid track) => Http.GetByteArrayAsync($"/api/tracks/{track}/stream", Cancellation);

    public async Task KillAsync()
    {
        await _program.SignalAsync("KILL", Cancellation);
        await _program.EndAsync(RunningProgram.Patience, Cancellation);
    }

    public async Task<(int ExitCode, string Output, string Error)> StopAsync()
    {
        await _program.SignalAsync("TERM", Cancellation);
        return await _program.EndAsync(RunningProgram.Patience, Cancellation);
    }

    public void Dispose()
    {
        Http.Dispose();
        _program.Dispose();
    }

    private static string LastWord(string line) => line.Split(' ')[^1];
}
