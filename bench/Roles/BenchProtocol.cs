using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;

namespace SoundTime.Bench;

/// <summary>What client and server roles say to each other: each stream begins with one byte for the direction and eight for the length.</summary>
internal static class BenchProtocol
{
    public const int RequestBytes = 1 + sizeof(long);
    public const int ChunkBytes = 64 << 10;
    private const byte Down = 0;
    private const byte Up = 1;

    /// <summary>An endpoint with a new key, on a free port of the loopback.</summary>
    public static IrohEndpoint Bind() => IrohEndpoint.Bind(new IrohEndpointOptions
    {
        SecretKey = SecretKey.Generate(),
        Protocol = "soundtime/bench/1",
        BindTo = [new IPEndPoint(IPAddress.Loopback, 0)],
    });

    /// <summary>Prints a result for the measurement that started this process.</summary>
    public static void Tell<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result));

    /// <summary>Fetches the first bytes of the server's file over a stream of its own, and forgets them.</summary>
    /// <exception cref="BenchException">Fewer or more came.</exception>
    public static async Task DownloadAsync(IrohConnection connection, long bytes)
    {
        await using var stream = await connection.OpenStreamAsync();
        await stream.WriteAsync(Request(Down, bytes));
        stream.CompleteWrites();
        Expect(bytes, await CountAsync(stream, CancellationToken.None));
    }

    /// <summary>Sends the first bytes of a file over a stream of its own. Ends when the server has told that it has them all.</summary>
    /// <exception cref="BenchException">Fewer or more arrived.</exception>
    public static async Task UploadAsync(IrohConnection connection, string file, long bytes)
    {
        await using var stream = await connection.OpenStreamAsync();
        await stream.WriteAsync(Request(Up, bytes));
        await SendAsync(stream, file, bytes, CancellationToken.None);
        stream.CompleteWrites();
        var answer = new byte[sizeof(long)];
        await stream.ReadExactlyAsync(answer);
        Expect(bytes, BinaryPrimitives.ReadInt64BigEndian(answer));
    }

    /// <summary>Does what the client asks for at the beginning of a stream.</summary>
    public static async Task AnswerAsync(IrohStream stream, string file, CancellationToken cancellationToken)
    {
        var request = new byte[RequestBytes];
        await stream.ReadExactlyAsync(request, cancellationToken);
        if (request[0] == Down)
        {
            await SendAsync(stream, file, BinaryPrimitives.ReadInt64BigEndian(request.AsSpan(1)), cancellationToken);
        }
        else
        {
            var count = await CountAsync(stream, cancellationToken);
            var answer = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(answer, count);
            await stream.WriteAsync(answer, cancellationToken);
        }

        stream.CompleteWrites();
    }

    private static byte[] Request(byte direction, long bytes)
    {
        var request = new byte[RequestBytes];
        request[0] = direction;
        BinaryPrimitives.WriteInt64BigEndian(request.AsSpan(1), bytes);
        return request;
    }

    private static async Task SendAsync(IrohStream stream, string file, long bytes, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (long sent = 0; sent < bytes;)
            {
                var wanted = (int)Math.Min(ChunkBytes, bytes - sent);
                var read = await RandomAccess.ReadAsync(handle, buffer.AsMemory(0, wanted), sent, cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                sent += read > 0 ? read : throw new BenchException($"{file} has no {bytes} bytes.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<long> CountAsync(IrohStream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            long count = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                count += read;
            }

            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Expect(long wanted, long found)
    {
        if (found != wanted)
        {
            throw new BenchException($"{found} of {wanted} bytes arrived.");
        }
    }
}
