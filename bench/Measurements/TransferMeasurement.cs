namespace SoundTime.Bench;

/// <summary>How fast one stream is, in both directions, beside ngtcp2's own example programs.</summary>
internal sealed class TransferMeasurement : IMeasurement
{
    private const double Megabyte = 1e6;

    public string Name => "transfer";

    public string Title => "1 GiB over one stream on the loopback";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var ours = await BenchServer.StartAsync(context.Folder, context.LargeFile, cancellationToken);
        await using var theirs = await GtlsServer.StartAsync(context.Folder, context.SharedFolder, cancellationToken);
        var rows = new List<object?[]>();
        foreach (var direction in (string[])["down", "up"])
        {
            var startTimes = new List<double>();
            var (our, their) = (new List<Transfer>(), new List<Transfer>());

            // The first run of each is not counted: it warms up server, page cache and socket buffers.
            for (var run = 0; run <= context.Runs; run++)
            {
                startTimes.Add((await RunTheirsAsync(context, theirs, direction, context.OneByteFile, cancellationToken)).Seconds);
                our.Add(await RunOursAsync(context, ours, direction, cancellationToken));
                their.Add(await RunTheirsAsync(context, theirs, direction, context.LargeFile, cancellationToken));
            }

            var start = Samples.Median(startTimes.Skip(1));
            var theirSpeed = MedianSpeed(their, start);
            rows.Add(ToRow(direction, "ours", our, 0, MedianSpeed(our, 0) / theirSpeed));
            rows.Add(ToRow(direction, "gtlsserver/gtlsclient", their, start, null));
        }

        return new Section(
            Name,
            Title,
            "Both: two processes, a server that stays and a client for each run, the same file read from the page cache and thrown away by the receiver. "
            + "Ours: the time inside the client, from the request to the last byte or its receipt. "
            + "Theirs: HTTP/3 over TLS with an X.509 certificate; the client's whole run, less the median of runs for one byte.",
            "at least as fast as gtlsserver/gtlsclient (ratio of the medians 1 or more)",
            [
                new("direction", "Direction"), new("program", "Program"), new("best", "Best MB/s", "F0"), new("median", "Median MB/s", "F0"), new("ratio", "Ours / theirs", "F2"),
                new("clientCpuSeconds", "Client CPU s", "F2"), new("serverCpuSeconds", "Server CPU s", "F2"),
            ],
            rows);
    }

    private static async Task<Transfer> RunOursAsync(BenchContext context, BenchServer server, string direction, CancellationToken cancellationToken)
    {
        var (cpu, sent) = (server.ProcessorTime, LoopbackBytes());
        await using var client = ChildProcess.StartRole(
            context.Folder, "transfer", direction, server.Address, context.LargeFile, $"{BenchContext.FileLength}");
        var result = await client.ReadAsync<WorkResult>(cancellationToken);
        await client.WaitAsync(cancellationToken);
        Expect(BenchContext.FileLength, LoopbackBytes() - sent);
        return new Transfer(result.Seconds, result.CpuSeconds, (server.ProcessorTime - cpu).TotalSeconds);
    }

    private static async Task<Transfer> RunTheirsAsync(BenchContext context, GtlsServer server, string direction, string file, CancellationToken cancellationToken)
    {
        var url = direction == "up" ? "https://localhost/" : $"https://localhost/{Path.GetFileName(file)}";
        string[] upload = direction == "up" ? ["-m", "POST", "-d", file] : [];
        var (cpu, sent) = (server.ProcessorTime, LoopbackBytes());
        var run = await ToolRun.RunAsync(
            context.Folder, ["gtlsclient", "-q", "--exit-on-all-streams-close", .. upload, "127.0.0.1", $"{server.Port}", url], cancellationToken);
        Expect(new FileInfo(file).Length, LoopbackBytes() - sent);
        return new Transfer(run.Seconds, run.CpuSeconds, (server.ProcessorTime - cpu).TotalSeconds);
    }

    /// <summary>What the loopback has carried so far: shows that a program moved what it was asked to.</summary>
    private static long LoopbackBytes() =>
        long.Parse(File.ReadAllText("/sys/class/net/lo/statistics/tx_bytes"), System.Globalization.CultureInfo.InvariantCulture);

    private static void Expect(long wanted, long carried)
    {
        if (carried < wanted)
        {
            throw new BenchException($"A client ended without an error, but {carried} of {wanted} bytes went over the loopback.");
        }
    }

    private static object?[] ToRow(string direction, string program, IReadOnlyList<Transfer> runs, double start, double? ratio) =>
    [
        direction == "up" ? "client to server" : "server to client", program, Counted(runs).Max(run => run.Speed(start)), MedianSpeed(runs, start), ratio,
        Samples.Median(Counted(runs).Select(run => run.ClientCpu)), Samples.Median(Counted(runs).Select(run => run.ServerCpu)),
    ];

    private static double MedianSpeed(IReadOnlyList<Transfer> runs, double start) => Samples.Median(Counted(runs).Select(run => run.Speed(start)));

    private static IEnumerable<Transfer> Counted(IEnumerable<Transfer> runs) => runs.Skip(1);

    private sealed record Transfer(double Seconds, double ClientCpu, double ServerCpu)
    {
        public double Speed(double start) => BenchContext.FileLength / Megabyte / (Seconds - start);
    }
}
