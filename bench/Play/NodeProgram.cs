using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SoundTime.Bench;

/// <summary>The program <c>soundtime</c>, running as a node on free ports of the loopback, that reaches nobody but whom it is told of.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly ChildProcess _process;
    private Task _discarding = Task.CompletedTask;

    private NodeProgram(ChildProcess process) => _process = process;

    /// <summary>Its id and where other nodes reach it.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Asks its API.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>The most memory that it has had at once, in bytes.</summary>
    public long PeakResident => ProcessMemory.PeakResident(_process.Id);

    /// <summary>Starts it. Ends when it listens.</summary>
    /// <exception cref="BenchException">It did not start.</exception>
    public static async Task<NodeProgram> StartAsync(string data, CancellationToken cancellationToken, params IEnumerable<string> options)
    {
        Directory.CreateDirectory(data);
        var node = new NodeProgram(ChildProcess.Start(
            data,
            Path.Combine(AppContext.BaseDirectory, "soundtime"),
            ["serve", "--data", data, "--host", "127.0.0.1", "--port", "0", "--p2p-port", "0", "--relay", "off", "--pkarr", "off", "--dns-origin", "off",
            "--local-discovery", "false", "--log", "warn", .. options]));
        try
        {
            await node.ReadBannerAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the node lists so many tracks, and answers them.</summary>
    public async Task<IReadOnlyList<PlayedTrack>> WaitForTracksAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = (await Http.GetFromJsonAsync<JsonElement>("api/tracks?per_page=100", cancellationToken)).GetProperty("data");
            if (page.GetArrayLength() < count)
            {
                await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
                continue;
            }

            var tracks = new List<PlayedTrack>();
            foreach (var track in page.EnumerateArray())
            {
                var id = track.GetProperty("id").GetGuid();
                using var question = new HttpRequestMessage(HttpMethod.Head, $"api/tracks/{id}/stream");
                using var answer = await Http.SendAsync(question, cancellationToken);
                tracks.Add(new PlayedTrack(id, track.GetProperty("hash").GetString()!, answer.Content.Headers.ContentLength ?? 0));
            }

            return tracks;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        await _discarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadBannerAsync(CancellationToken cancellationToken)
    {
        string? id = null;
        IPEndPoint? udp = null;
        while (Http.BaseAddress is null)
        {
            var words = (await _process.ReadLineAsync(cancellationToken)).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["Node", .., var last]:
                    id = last;
                    break;
                case ["UDP", var first, ..]:
                    udp = IPEndPoint.Parse(first);
                    break;
                case ["HTTP", var first, ..]:
                    Http.BaseAddress = new Uri(first);
                    break;
            }
        }

        Address = $"{id}@127.0.0.1:{udp?.Port}";
        _discarding = _process.DiscardOutputAsync();
    }
}
