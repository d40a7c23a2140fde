namespace SoundTime.Bench;

/// <summary>How much memory a server takes while many peers fetch at once.</summary>
internal sealed class LoadMeasurement : IMeasurement
{
    private const int Peers = 100;
    private const double Megabyte = 1e6;
    private static readonly IReadOnlyList<int> FileMegabytes = [10, 100, 400];

    public string Name => "load";

    public string Title => $"Server memory while {Peers} peers fetch at once";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        foreach (var megabytes in FileMegabytes)
        {
            rows.Add(await RunAsync(context, megabytes, cancellationToken));
        }

        return new Section(
            Name,
            Title,
            $"Ours: for each row a new server process, and one client process with {Peers} connections that each fetch a file of this size over one stream, all at the same time. "
            + "The server reads from a real file into a buffer of 64 KiB for each stream. Before: all peers are connected and one has fetched 1 MiB. "
            + "Peak: the most resident memory that the server ever had (VmHWM). All peers together: the bytes of all files by the time until the last one was complete.",
            "memory that does not grow with the size of the file",
            [
                new("fileMegabytes", "File MB", "F0"), new("beforeMegabytes", "Before MB", "F0"), new("peakMegabytes", "Peak MB", "F0"), new("perPeerMegabytes", "Growth per peer MB", "F2"),
                new("megabytesPerSecond", "All peers MB/s", "F0"), new("clientCpuSeconds", "Client CPU s", "F2"), new("serverCpuSeconds", "Server CPU s", "F2"),
            ],
            rows);
    }

    private static async Task<object?[]> RunAsync(BenchContext context, int megabytes, CancellationToken cancellationToken)
    {
        var bytes = (long)(megabytes * Megabyte);
        await using var server = await BenchServer.StartAsync(context.Folder, context.LargeFile, cancellationToken);
        await using var client = ChildProcess.StartRole(context.Folder, "fetch", server.Address, $"{Peers}", $"{bytes}");
        await client.ReadLineAsync(cancellationToken);
        var (before, cpu) = (server.PeakResident, server.ProcessorTime);
        await client.TellAsync("go", cancellationToken);
        var result = await client.ReadAsync<WorkResult>(cancellationToken);
        var peak = server.PeakResident;
        return
        [
            megabytes, before / Megabyte, peak / Megabyte, (peak - before) / Megabyte / Peers,
            Peers * bytes / Megabyte / result.Seconds, result.CpuSeconds, (server.ProcessorTime - cpu).TotalSeconds,
        ];
    }
}
