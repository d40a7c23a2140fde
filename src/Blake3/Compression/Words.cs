using System.Buffers.Binary;

namespace SoundTime.Blake3;

/// <summary>Little-endian words to bytes and back.</summary>
internal static class Words
{
    /// <summary>Fills <paramref name="words"/> from four times as many bytes.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        }
    }

    /// <summary>Writes all <paramref name="words"/> to four times as many bytes.</summary>
    public static void Write(ReadOnlySpan<uint> words, Span<byte> bytes)
    {
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * sizeof(uint))..], words[i]);
        }
    }
}
