using SoundTime.Iroh;

namespace SoundTime.Bench;

/// <summary>
/// Holds connections, all from one endpoint. Prints its memory three times: after a few connections to warm up, after
/// <c>open</c> has opened all, after <c>ask</c> has sent a small request over each.
/// </summary>
internal static class HoldRole
{
    private const int WarmUps = 20;
    private const int AtOnce = 16;
    private const int RequestedBytes = 1024;

    /// <summary>Long enough for what follows a handshake and a request: acknowledgements, new connection ids, path MTU probes.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string address, int count)
    {
        await using var endpoint = BenchProtocol.Bind();
        var server = NodeAddress.Parse(address);
        var connections = new IrohConnection[WarmUps + count];

        await OpenAsync(0, WarmUps);
        await AskAsync(WarmUps);
        await TellMemoryAsync();
        while (await Console.In.ReadLineAsync() is { } command)
        {
            await (command == "open" ? OpenAsync(WarmUps, count) : AskAsync(connections.Length));
            await TellMemoryAsync();
        }

        return 0;

        Task OpenAsync(int first, int number) => Parallel.ForAsync(
            first, first + number, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, token) => connections[i] = await endpoint.ConnectAsync(server, token));

        Task AskAsync(int number) => Parallel.ForAsync(
            0, number, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await BenchProtocol.DownloadAsync(connections[i], RequestedBytes));

        static async Task TellMemoryAsync()
        {
            await Task.Delay(Settling, TimeProvider.System, CancellationToken.None);
            BenchProtocol.Tell(MemorySnapshot.Take());
        }
    }
}
