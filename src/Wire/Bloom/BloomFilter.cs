using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Bloom;

/// <summary>A Bloom filter that terms are put into, of the sizes and rules of the network (protocol sheet, section 2.3). Not for use by several threads at once.</summary>
public sealed class BloomFilter
{
    /// <summary>Share of the terms that are not in a full filter and seem to be, as on the whole network.</summary>
    public const double FalsePositiveRate = 0.01;

    private readonly byte[] _bitmap;
    private readonly SipKey _firstKey;
    private readonly SipKey _secondKey;
    private ulong _itemCount;

    /// <summary>Makes an empty filter.</summary>
    /// <param name="capacity">Distinct terms it is made for, at least 1.</param>
    /// <param name="firstKey">Key of the first hash, random.</param>
    /// <param name="secondKey">Key of the second hash, random.</param>
    /// <exception cref="ArgumentOutOfRangeException">It would have more than <see cref="WireLimits.MaxBloomBytes"/> bytes.</exception>
    public BloomFilter(long capacity, SipKey firstKey, SipKey secondKey)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var bytes = Math.Ceiling(capacity * Math.Log(FalsePositiveRate) / (-8 * Math.Pow(Math.Log(2), 2)));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, WireLimits.MaxBloomBytes, nameof(capacity));
        _bitmap = new byte[(int)bytes];
        NumHashes = (int)Math.Max(1, Math.Ceiling(_bitmap.Length * 8.0 / capacity * Math.Log(2)));
        _firstKey = firstKey;
        _secondKey = secondKey;
    }

    /// <summary>Hash functions for each term.</summary>
    public int NumHashes { get; }

    /// <summary>Number of bits.</summary>
    public ulong Bits => (ulong)_bitmap.Length * 8;

    /// <summary>Puts a term in, ended as <see cref="BloomTerms.Encode"/> ends it. Answers whether it set a bit.</summary>
    public bool Add(ReadOnlySpan<byte> terminatedTerm)
    {
        var probe = new BloomProbe(_firstKey, _secondKey, terminatedTerm);
        var isNew = false;
        for (var function = 0; function < NumHashes; function++)
        {
            var bit = probe.BitOf(function, Bits);
            ref var octet = ref _bitmap[(int)(bit / 8)];
            var mask = (byte)(0x80 >> (int)(bit % 8));
            isNew |= (octet & mask) == 0;
            octet |= mask;
        }

        _itemCount++;
        return isNew;
    }

    /// <summary>Whether a term may be in it; false is certain.</summary>
    public bool MayContain(ReadOnlySpan<byte> terminatedTerm) => new BloomProbe(_firstKey, _secondKey, terminatedTerm).IsIn(_bitmap, NumHashes);

    /// <summary>The filter as it crosses the wire, as it is now.</summary>
    public BloomFilterData ToData() => new((byte[])_bitmap.Clone(), (uint)NumHashes, Bits, _firstKey, _secondKey, _itemCount);
}
