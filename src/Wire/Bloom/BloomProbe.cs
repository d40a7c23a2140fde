using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Bloom;

/// <summary>One term under the keys of one filter: which bits it sets (protocol sheet, section 2.3, "Hash and index rule").</summary>
public readonly struct BloomProbe
{
    /// <summary>What ends a term that is hashed, as Rust ends a string.</summary>
    public const byte Terminator = 0xff;

    private const ulong LargestPrime = 0xFFFF_FFFF_FFFF_FFC5;

    private readonly ulong _first;
    private readonly ulong _second;

    /// <summary>Hashes a term.</summary>
    /// <param name="firstKey">First key of the filter.</param>
    /// <param name="secondKey">Second key of the filter.</param>
    /// <param name="terminatedTerm">The term in UTF-8, ended by <see cref="Terminator"/>.</param>
    public BloomProbe(SipKey firstKey, SipKey secondKey, ReadOnlySpan<byte> terminatedTerm)
    {
        _first = SipHash13.Hash(firstKey, terminatedTerm);
        _second = SipHash13.Hash(secondKey, terminatedTerm);
    }

    /// <summary>The bit that hash function number <paramref name="function"/> (from 0) sets in a filter of <paramref name="bits"/> bits, at least 1.</summary>
    public ulong BitOf(int function, ulong bits) => function switch
    {
        0 => _first % bits,
        1 => _second % bits,
        _ => unchecked(_first + ((ulong)function * _second)) % LargestPrime % bits,
    };

    /// <summary>Whether a filter may hold the term; false is certain.</summary>
    /// <param name="bitmap">The bits of the filter, at least one byte.</param>
    /// <param name="numHashes">Hash functions for each term.</param>
    public bool IsIn(ReadOnlySpan<byte> bitmap, int numHashes)
    {
        var bits = (ulong)bitmap.Length * 8;
        for (var function = 0; function < numHashes; function++)
        {
            var bit = BitOf(function, bits);
            if ((bitmap[(int)(bit / 8)] & (0x80 >> (int)(bit % 8))) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
