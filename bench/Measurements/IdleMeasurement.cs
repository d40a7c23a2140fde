namespace SoundTime.Bench;

/// <summary>How much memory a connection takes on which nothing happens.</summary>
internal sealed class IdleMeasurement : IMeasurement
{
    private const int Connections = 2_000;
    private const double Kilobyte = 1e3;

    public string Name => "idle";

    public string Title => $"Memory of {Connections:N0} idle connections";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(context.Folder, context.LargeFile, cancellationToken);
        await using var client = ChildProcess.StartRole(context.Folder, "hold", server.Address, $"{Connections}");
        var clientBefore = await client.ReadAsync<MemorySnapshot>(cancellationToken);
        var serverBefore = await server.MeasureMemoryAsync(cancellationToken);
        var rows = new List<object?[]>();
        foreach (var (command, state) in ((string, string)[])[("open", "connected"), ("ask", "after one request of 1 KiB each")])
        {
            await client.TellAsync(command, cancellationToken);
            var clientAfter = await client.ReadAsync<MemorySnapshot>(cancellationToken);
            var serverAfter = await server.MeasureMemoryAsync(cancellationToken);
            rows.Add(ToRow("server", state, serverBefore, serverAfter));
            rows.Add(ToRow("client", state, clientBefore, clientAfter));
        }

        return new Section(
            Name,
            Title,
            "Ours: a server process and a client process; the client opens all connections from one endpoint (one key, one socket) and holds them, with a PING every 10 s. "
            + "The growth of each process from 20 connections to 2,020, 5 s after the last thing happened and garbage collected, divided by 2,000. 1 KB is 1,000 bytes. "
            + "Managed: objects of .NET. Native: ngtcp2, GnuTLS and the runtime, as the C library counts them. Their sum is more than the resident growth where reserves of the allocators, there before, were used up.",
            "under 60 KB of resident memory a connection",
            [
                new("side", "Side"), new("state", "State"), new("residentKilobytes", "Resident KB", "F1"), new("managedKilobytes", "Managed KB", "F1"),
                new("nativeKilobytes", "Native KB", "F1"), new("baseMegabytes", "Process before, MB", "F0"), new("megabytes", "Process then, MB", "F0"),
            ],
            rows);
    }

    private static object?[] ToRow(string side, string state, MemorySnapshot before, MemorySnapshot after) =>
    [
        side, state, PerConnection(after.Resident - before.Resident), PerConnection(after.Managed - before.Managed), PerConnection(after.Native - before.Native),
        before.Resident / 1e6, after.Resident / 1e6,
    ];

    private static double PerConnection(long bytes) => bytes / Kilobyte / Connections;
}
