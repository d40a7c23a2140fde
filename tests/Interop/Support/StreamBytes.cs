using System.Security.Cryptography;
using System.Text;
using SoundTime.Iroh;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Bytes over our end of a stream.</summary>
internal static class StreamBytes
{
    private const int PieceSize = 64 << 10;

    /// <summary>Echoes one stream to its end.</summary>
    public static async Task EchoAsync(IrohStream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            await stream.CopyToAsync(stream, cancellationToken);
            stream.CompleteWrites();
        }
    }

    /// <summary>Sends random bytes on a new stream and reads what comes back at the same time.</summary>
    public static async Task<PeerExchange> ExchangeAsync(IrohConnection connection, int length, CancellationToken cancellationToken)
    {
        await using var stream = await connection.OpenStreamAsync(cancellationToken);
        var writing = WriteRandomAsync(stream, length, cancellationToken);
        var (received, hash) = await ReadToEndAsync(stream, cancellationToken);
        return new PeerExchange(received, await writing, hash);
    }

    /// <summary>Writes random bytes and the end; answers their hash (SHA-256, hex).</summary>
    public static async Task<string> WriteRandomAsync(IrohStream stream, int length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceSize];
        for (var left = length; left > 0;)
        {
            var part = piece.AsMemory(0, Math.Min(left, piece.Length));
            RandomNumberGenerator.Fill(part.Span);
            hash.AppendData(part.Span);
            await stream.WriteAsync(part, cancellationToken);
            left -= part.Length;
        }

        stream.CompleteWrites();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads to the end; answers the length and the hash (SHA-256, hex).</summary>
    public static async Task<(long Length, string Hash)> ReadToEndAsync(IrohStream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceSize];
        long length = 0;
        for (int count; (count = await stream.ReadAsync(piece, cancellationToken)) > 0; length += count)
        {
            hash.AppendData(piece, 0, count);
        }

        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public static ValueTask WriteAsync(IrohStream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    public static async Task<string> ReadAsync(IrohStream stream, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return Encoding.ASCII.GetString(bytes);
    }
}
