using System.Text;
using SoundTime.Blake3;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Bytes, real audio, and announcements.</summary>
internal static class Music
{
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static BlobHash HashOf(ReadOnlySpan<byte> bytes)
    {
        var hasher = new Blake3Hasher();
        hasher.Update(bytes);
        Span<byte> hash = stackalloc byte[BlobHash.Size];
        hasher.Finish(hash);
        return new BlobHash(hash);
    }

    public static TrackAnnouncement Announcement(BlobHash hash, long size, string title = "Title") => new()
    {
        Hash = hash.ToString(),
        Title = title,
        ArtistName = "Artist",
        DurationSecs = 10,
        Format = "flac",
        FileSize = size,
        OriginNode = new string('0', 64),
    };

    /// <summary>A WAV file of noise, 8 kHz, 16 bits, mono.</summary>
    public static byte[] Wave(int seed, int samples = 8000)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(16000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples * 2);
        writer.Write(Bytes(samples * 2, seed));
        writer.Flush();
        return bytes.ToArray();
    }
}
