using System.Security.Cryptography;
using System.Text;

namespace SoundTime.Bench;

/// <summary>Writes WAV files of noise: 44.1 kHz, 16 bits, stereo.</summary>
internal static class NoiseFile
{
    private const int Channels = 2;
    private const int SampleRate = 44_100;
    private const int SampleBytes = 2;

    public static async Task WriteAsync(string path, int bytes, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        await file.WriteAsync(Header(bytes), cancellationToken);
        var chunk = new byte[1 << 20];
        for (var left = bytes; left > 0; left -= Math.Min(left, chunk.Length))
        {
            RandomNumberGenerator.Fill(chunk);
            await file.WriteAsync(chunk.AsMemory(0, Math.Min(left, chunk.Length)), cancellationToken);
        }
    }

    private static byte[] Header(int bytes)
    {
        using var header = new MemoryStream();
        using var writer = new BinaryWriter(header, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)Channels);
        writer.Write(SampleRate);
        writer.Write(SampleRate * Channels * SampleBytes);
        writer.Write((short)(Channels * SampleBytes));
        writer.Write((short)(8 * SampleBytes));
        writer.Write("data"u8);
        writer.Write(bytes);
        writer.Flush();
        return header.ToArray();
    }
}
