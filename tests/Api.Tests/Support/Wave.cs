using System.Text;

namespace SoundTime.Api.Tests.Support;

/// <summary>Small real audio files.</summary>
internal static class Wave
{
    private const int SampleRate = 8000;

    /// <summary>A tone in a WAV file of 8 kHz, 16 bits, mono; another seed sounds, and hashes, differently.</summary>
    public static byte[] File(int seed = 1, int samples = SampleRate)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRate);
        writer.Write(SampleRate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples * 2);
        for (var i = 0; i < samples; i++)
        {
            writer.Write((short)(8000 * Math.Sin(i * 0.1 * seed)));
        }

        writer.Flush();
        return bytes.ToArray();
    }
}
