using System.Buffers;
using System.Diagnostics;
using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>Hears a track to its end, and forgets it.</summary>
internal static class Playing
{
    /// <summary>From a peer, by its own protocol, over a connection that stands.</summary>
    /// <exception cref="BenchException">Fewer or more bytes came.</exception>
    public static async Task<PlayTime> FromPeerAsync(IrohConnection connection, PlayedTrack track, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var stream = await connection.OpenStreamAsync(cancellationToken);
        await stream.WriteAsync(Frame.Encode(new FetchTrack(track.Hash)), cancellationToken);
        stream.CompleteWrites();
        await stream.ReadExactlyAsync(new byte[Frame.HeaderBytes], cancellationToken);
        return await HearAsync(stream, track, started, cancellationToken);
    }

    /// <summary>From a node, over HTTP.</summary>
    /// <exception cref="BenchException">Fewer or more bytes came.</exception>
    public static async Task<PlayTime> FromNodeAsync(HttpClient http, PlayedTrack track, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync($"api/tracks/{track.Id}/stream", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await HearAsync(stream, track, started, cancellationToken);
    }

    private static async Task<PlayTime> HearAsync(Stream stream, PlayedTrack track, long started, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BenchProtocol.ChunkBytes);
        try
        {
            long heard = await stream.ReadAsync(buffer, cancellationToken);
            var first = Stopwatch.GetElapsedTime(started);
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                heard += read;
            }

            return heard == track.Length
                ? new PlayTime(first.TotalMilliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds)
                : throw new BenchException($"{heard} of {track.Length} bytes were heard.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
