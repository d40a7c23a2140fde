using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SoundTime.Interop.Tests.Network;
using SoundTime.Wire;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Our program, as an admin starts it: <c>soundtime serve</c> on free ports of loopback.</summary>
internal sealed partial class NodeProcess : IAsyncDisposable
{
    /// <summary>Without more, a node reaches nobody whom the test does not name; flags go before these.</summary>
    private static readonly (string Option, string Value)[] Seclusion =
        [("P2P_RELAY_URLS", "off"), ("P2P_PKARR_URLS", "off"), ("P2P_DNS_ORIGINS", "off"), ("P2P_LOCAL_DISCOVERY", "off")];

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly IPAddress _address;
    private readonly NetworkNamespace? _place;
    private readonly Process _process;
    private readonly ProcessLog _log;
    private readonly TaskCompletionSource _banner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;
    private readonly Task _errors;

    private NodeProcess(string name, Process process, NetworkNamespace? place, IPAddress address)
    {
        (_place, _address) = (place, address);
        _log = new ProcessLog(name);
        _process = process;
        _output = ReadAsync(process.StandardOutput);
        _errors = ReadAsync(process.StandardError);
    }

    public NodeId Id { get; private set; }

    /// <summary>Where peers on this machine reach it.</summary>
    public IReadOnlyList<IPEndPoint> PeerEndPoints { get; private set; } = [];

    public HttpClient Http { get; private set; } = null!;

    /// <summary>What is given to <c>--seed</c> of another node.</summary>
    public string SeedText => $"{Id}@{PeerEndPoints[0]}";

    /// <summary>Starts the program and waits until it says where it listens.</summary>
    public static Task<NodeProcess> StartAsync(
        string name, string dataFolder, CancellationToken cancellationToken, params IEnumerable<string> arguments) =>
        StartAsync(name, place: null, port: 0, dataFolder, cancellationToken, arguments);

    /// <summary>Starts the program in a network namespace, or on loopback, and with a port for peers that it keeps when it is started again.</summary>
    public static async Task<NodeProcess> StartAsync(
        string name, NetworkNamespace? place, int port, string dataFolder, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        var address = place?.Address ?? IPAddress.Loopback;
        var program = Path.Combine(AppContext.BaseDirectory, "soundtime");
        string[] all =
        [
            "serve", "--data", dataFolder, "--host", $"{address}", "--port", "0", "--p2p-port", $"{port}",
            "--log", "info,Silo=debug,Iroh=debug,Microsoft=warn", .. arguments,
        ];
        var start = place?.Command(program, all) ?? new ProcessStartInfo(program, all);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (option, value) in Seclusion)
        {
            start.Environment.TryAdd(option, value);
        }

        var node = new NodeProcess(name, Process.Start(start)!, place, address);
        try
        {
            await node._banner.Task.WaitAsync(cancellationToken);
            node.ReadBanner();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the node lists that many tracks.</summary>
    public async Task<IReadOnlyList<JsonElement>> WaitForTracksAsync(int count, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        do
        {
            var page = await Http.GetFromJsonAsync<JsonElement>("api/tracks?per_page=100", cancellationToken);
            if (page.GetProperty("total").GetInt32() == count)
            {
                return [.. page.GetProperty("data").EnumerateArray()];
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        throw new InvalidOperationException("A timer that is not disposed ticks on.");
    }

    /// <summary>All tracks that the node lists, by their hash, with their titles.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListTracksAsync(CancellationToken cancellationToken)
    {
        var tracks = new Dictionary<string, string>();
        for (var number = 1; ; number++)
        {
            var page = await Http.GetFromJsonAsync<JsonElement>($"api/tracks?per_page=100&page={number}", cancellationToken);
            foreach (var track in page.GetProperty("data").EnumerateArray())
            {
                tracks[track.GetProperty("hash").GetString()!] = track.GetProperty("title").GetString()!;
            }

            if (page.GetProperty("data").GetArrayLength() == 0)
            {
                return tracks;
            }
        }
    }

    /// <summary>Ends the program as a crash would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Asks the program to end (SIGTERM), and answers its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _output;
        await _errors;
        _log.Show();
        Http?.Dispose();
        _process.Dispose();
    }

    [GeneratedRegex(@"^  (Node|UDP|HTTP) +(\S.*)$", RegexOptions.Multiline)]
    private static partial Regex BannerLine { get; }

    private void ReadBanner()
    {
        var lines = BannerLine.Matches(_log.ToString()).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim());
        Id = NodeId.Parse(lines["Node"]);
        var port = IPEndPoint.Parse(lines["UDP"].Split(", ")[0]).Port;
        PeerEndPoints = IPAddress.IsLoopback(_address) ? [new(IPAddress.Loopback, port), new(IPAddress.IPv6Loopback, port)] : [new(_address, port)];
        var handler = new SocketsHttpHandler();
        if (_place is not null)
        {
            handler.ConnectCallback = (context, cancellationToken) => _place.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }

        Http = new HttpClient(handler) { BaseAddress = new Uri(lines["HTTP"].Split(", ")[0] + "/") };
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _log.Add(line);
            if (line.StartsWith("  Library", StringComparison.Ordinal))
            {
                _banner.TrySetResult();
            }
        }

        _banner.TrySetException(new InvalidOperationException($"The node ended without saying where it listens:{Environment.NewLine}{_log}"));
    }
}
