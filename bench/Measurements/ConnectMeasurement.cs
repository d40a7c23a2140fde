namespace SoundTime.Bench;

/// <summary>How long a connect takes.</summary>
internal sealed class ConnectMeasurement : IMeasurement
{
    private const int Connects = 200;

    public string Name => "connect";

    public string Title => $"{Connects} connects, one after the other";

    public async Task<Section> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(context.Folder, context.OneByteFile, cancellationToken);
        await using var client = ChildProcess.StartRole(context.Folder, "connect", server.Address, $"{Connects}");
        var milliseconds = await client.ReadAsync<double[]>(cancellationToken);
        await client.WaitAsync(cancellationToken);
        return new Section(
            Name,
            Title,
            "Ours: one endpoint in a process of its own connects to another on the loopback, waits until the server has accepted (handshake confirmed), and closes; "
            + "20 connects before these warm both up. Nothing of theirs is comparable: gtlsclient is a process for each connection.",
            "none; a handshake is one round trip, two signatures and two checks of them",
            [new("program", "Program"), new("median", "Median ms", "F2"), new("p99", "99 % within ms", "F2"), new("max", "Longest ms", "F2")],
            [["ours", Samples.Median(milliseconds), Samples.Percentile(milliseconds, 0.99), milliseconds.Max()]]);
    }
}
