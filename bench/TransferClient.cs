using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;

namespace SoundTime.Bench;

/// <summary>The other end of a <see cref="TransferServer"/>, in a process of its own: moves bytes over one stream and prints the seconds it took.</summary>
internal static class TransferClient
{
    private const int ChunkBytes = 256 << 10;

    public static async Task<int> RunAsync(string direction, string address, long bytes)
    {
        await using var endpoint = IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = SecretKey.Generate(),
            Protocol = TransferServer.Protocol,
            BindTo = [new IPEndPoint(IPAddress.Loopback, 0)],
        });
        await using var connection = await endpoint.ConnectAsync(NodeAddress.Parse(address));
        await using var stream = await connection.OpenStreamAsync();
        var buffer = new byte[ChunkBytes];
        var started = Stopwatch.GetTimestamp();
        buffer[0] = direction == "up" ? TransferServer.Up : TransferServer.Down;
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(1), bytes);
        await stream.WriteAsync(buffer.AsMemory(0, TransferServer.RequestBytes));
        if (direction == "up")
        {
            for (var left = bytes; left > 0;)
            {
                var count = (int)Math.Min(left, buffer.Length);
                await stream.WriteAsync(buffer.AsMemory(0, count));
                left -= count;
            }
        }

        stream.CompleteWrites();
        long received = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            received += read;
        }

        if (direction != "up" && received != bytes)
        {
            await Console.Error.WriteLineAsync($"{received} of {bytes} bytes came.");
            return 1;
        }

        Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("F4", System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    }
}
