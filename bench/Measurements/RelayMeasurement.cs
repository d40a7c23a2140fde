namespace SoundTime.Bench;

/// <summary>What a relay costs the datagrams that go through it, and what each of its clients costs it.</summary>
internal sealed class RelayMeasurement : IMeasurement
{
    private const double Kilobyte = 1e3;
    private const int MinPairsForMemory = 100;

    private static readonly int[] PairCounts = [1, 100, 1000];

    public string Name => "relay";

    public string Title => "Datagrams through our relay, beside the loopback without one";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        foreach (var pairs in PairCounts)
        {
            rows.Add(await MeasureDirectAsync(context, pairs, cancellationToken));
            rows.Add(await MeasureRelayAsync(context, pairs, cancellationToken));
        }

        return new Section(
            Name,
            Title,
            "Ours: the relay in a process of its own, all its clients in another, each a plain WebSocket without TLS. Pairs, of which one client sends datagrams of 1,200 bytes to the other. "
            + "Per second: 64 are under way over all pairs, at least one in each, for 4 s. Time: one a millisecond over all pairs in turn, 4,000 in all, from before it is sent to when it is read. "
            + "Direct: the same between pairs of UDP sockets. Memory: the growth of the relay's process when the clients are connected and silent, by their number. "
            + "Allocated: objects of .NET in the relay while datagrams went through, by their number.",
            "under 1 ms more than direct at the median; under 100 bytes allocated a datagram, which is none for each and some for waits",
            [
                new("pairs", "Pairs", "N0"), new("path", "Path"), new("perSecond", "Datagrams/s", "N0"), new("median", "Median ms", "F3"), new("p99", "99 % within ms", "F3"),
                new("residentKilobytes", "Resident KB a client", "F1"), new("managedKilobytes", "Managed KB a client", "F1"), new("allocated", "Bytes allocated a datagram", "F1"),
            ],
            rows);
    }

    private static async Task<object?[]> MeasureDirectAsync(BenchContext context, int pairs, CancellationToken cancellationToken)
    {
        await using var clients = ChildProcess.StartRole(context.Folder, "pairs", "udp", "none", $"{pairs}");
        await clients.ReadLineAsync(cancellationToken);
        var (flood, pace) = await RunAsync(clients, cancellationToken);
        return [pairs, "direct", flood.Datagrams / flood.Seconds, Median(pace), Percentile(pace), null, null, null];
    }

    private static async Task<object?[]> MeasureRelayAsync(BenchContext context, int pairs, CancellationToken cancellationToken)
    {
        await using var relay = ChildProcess.StartRole(context.Folder, "relay");
        var url = await relay.ReadLineAsync(cancellationToken);

        // What the relay has once, it has before its memory is looked at.
        await using (var few = ChildProcess.StartRole(context.Folder, "pairs", "relay", url, "10"))
        {
            await few.ReadLineAsync(cancellationToken);
            await RunAsync(few, cancellationToken);
        }

        var before = await LookAsync(relay, cancellationToken);
        await using var clients = ChildProcess.StartRole(context.Folder, "pairs", "relay", url, $"{pairs}");
        await clients.ReadLineAsync(cancellationToken);
        var connected = await LookAsync(relay, cancellationToken);
        var (flood, pace) = await RunAsync(clients, cancellationToken);
        var after = await LookAsync(relay, cancellationToken);
        return
        [
            pairs, "relay", flood.Datagrams / flood.Seconds, Median(pace), Percentile(pace),
            PerClient(connected.Memory.Resident - before.Memory.Resident, pairs), PerClient(connected.Memory.Managed - before.Memory.Managed, pairs),
            (double)(after.AllocatedBytes - connected.AllocatedBytes) / (2 * flood.Datagrams),
        ];
    }

    /// <summary>Twice, of which the first is not counted: the runtime compiles what it runs for the first time.</summary>
    private static async Task<(PairsResult Flood, PairsResult Pace)> RunAsync(ChildProcess clients, CancellationToken cancellationToken)
    {
        await RunAsync(clients, "flood", cancellationToken);
        var flood = await RunAsync(clients, "flood", cancellationToken);
        return (flood, await RunAsync(clients, "pace", cancellationToken));
    }

    private static async Task<PairsResult> RunAsync(ChildProcess clients, string run, CancellationToken cancellationToken)
    {
        await clients.TellAsync(run, cancellationToken);
        return await clients.ReadAsync<PairsResult>(cancellationToken);
    }

    private static async Task<RelayUsage> LookAsync(ChildProcess relay, CancellationToken cancellationToken)
    {
        await relay.TellAsync("look", cancellationToken);
        return await relay.ReadAsync<RelayUsage>(cancellationToken);
    }

    /// <summary>Nothing for a few clients: what the process does by itself is more.</summary>
    private static double? PerClient(long bytes, int pairs) => pairs < MinPairsForMemory ? null : bytes / Kilobyte / (2 * pairs);

    private static double Median(PairsResult pace) => Samples.Median(pace.Microseconds) / 1e3;

    private static double Percentile(PairsResult pace) => Samples.Percentile(pace.Microseconds, 0.99) / 1e3;
}
