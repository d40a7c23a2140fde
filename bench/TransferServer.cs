using System.Buffers.Binary;
using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;

namespace SoundTime.Bench;

/// <summary>An endpoint in a process of its own: prints its address, then sends or takes what each stream asks for.</summary>
internal static class TransferServer
{
    public const string Protocol = "soundtime/bench/1";
    public const int RequestBytes = 9;
    public const byte Down = 0;
    public const byte Up = 1;
    private const int ChunkBytes = 256 << 10;

    /// <summary>Runs until standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        await using var endpoint = IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = SecretKey.Generate(),
            Protocol = Protocol,
            BindTo = [new IPEndPoint(IPAddress.Loopback, 0)],
        });
        Console.WriteLine(new NodeAddress(endpoint.Id, endpoint.LocalEndPoints[0]));
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(endpoint, stop.Token);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "memory")
            {
                GC.Collect();
                Console.WriteLine(Environment.WorkingSet);
            }
        }

        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task ServeAsync(IrohEndpoint endpoint, CancellationToken cancellationToken)
    {
        var tasks = new List<Task>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var connection = await endpoint.AcceptConnectionAsync(cancellationToken);
            tasks.RemoveAll(task => task.IsCompleted);
            tasks.Add(ServeAsync(connection, cancellationToken));
        }
    }

    private static async Task ServeAsync(IrohConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var tasks = new List<Task>();
            while (true)
            {
                var stream = await connection.AcceptStreamAsync(cancellationToken);
                tasks.RemoveAll(task => task.IsCompleted);
                tasks.Add(AnswerAsync(stream, cancellationToken));
            }
        }
        catch (IrohConnectionException)
        {
            // The client is done.
        }
    }

    private static async Task AnswerAsync(IrohStream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var buffer = new byte[ChunkBytes];
            await stream.ReadExactlyAsync(buffer.AsMemory(0, RequestBytes), cancellationToken);
            if (buffer[0] == Down)
            {
                for (var left = BinaryPrimitives.ReadInt64BigEndian(buffer.AsSpan(1)); left > 0;)
                {
                    var count = (int)Math.Min(left, buffer.Length);
                    await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    left -= count;
                }
            }
            else
            {
                while (await stream.ReadAsync(buffer, cancellationToken) > 0)
                {
                    // Only taken.
                }
            }

            stream.CompleteWrites();
        }
    }
}
