using SoundTime.Iroh;

namespace SoundTime.Bench;

/// <summary>Prints its address, then answers streams, and tells its memory when asked on standard input. Ends with its input.</summary>
internal static class ServerRole
{
    public static async Task<int> RunAsync(string file)
    {
        await using var endpoint = BenchProtocol.Bind();
        Console.WriteLine(new NodeAddress(endpoint.Id, endpoint.LocalEndPoints[0]));
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(endpoint, file, stop.Token);
        while (await Console.In.ReadLineAsync() == "memory")
        {
            BenchProtocol.Tell(MemorySnapshot.Take());
        }

        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task ServeAsync(IrohEndpoint endpoint, string file, CancellationToken cancellationToken)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await endpoint.AcceptConnectionAsync(cancellationToken), file, cancellationToken));
            }
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Answers the streams of one connection, one after the other.</summary>
    private static async Task ServeAsync(IrohConnection connection, string file, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await using var stream = await connection.AcceptStreamAsync(cancellationToken);
                await BenchProtocol.AnswerAsync(stream, file, cancellationToken);
            }
        }
        catch (IrohConnectionException)
        {
            // The client is done.
        }
    }
}
