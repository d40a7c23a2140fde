using System.Numerics;
using System.Runtime.InteropServices;

namespace SoundTime.Wire.Bloom;

/// <summary>How full a filter is.</summary>
public static class BloomFill
{
    /// <summary>The share of the terms that are not in a filter and seem to be, from 0 to 1: the share of bits that are set, to the power of the hash functions.</summary>
    /// <param name="bitmap">The bits of the filter, at least one byte.</param>
    /// <param name="numHashes">Hash functions for each term, at least 1.</param>
    public static double FalsePositiveRateOf(ReadOnlySpan<byte> bitmap, int numHashes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bitmap);
        var set = 0L;
        foreach (var word in words)
        {
            set += BitOperations.PopCount(word);
        }

        foreach (var octet in bitmap[(words.Length * sizeof(ulong))..])
        {
            set += BitOperations.PopCount(octet);
        }

        return Math.Pow(set / (bitmap.Length * 8.0), numHashes);
    }
}
