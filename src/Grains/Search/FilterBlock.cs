using System.Numerics;
using SoundTime.Wire.Bloom;

namespace SoundTime.Grains.Search;

/// <summary>
/// Up to 64 filters that are asked side by side. Bits of a filter lie anywhere in its memory, and nearly each look at one waits for it; where the next look
/// does not depend on what the last one found, the processor waits for many at once. So all filters are looked at for two bits of a term, those that have both for the next two, and so
/// on: most are out after the first two.
/// </summary>
internal static class FilterBlock
{
    /// <summary>Most filters of a block: a bit for each.</summary>
    public const int Size = 64;

    /// <summary>Which of the candidates may hold an alternative of each word. Candidates have filters; the lowest bit stands for the first.</summary>
    public static ulong Ask(ReadOnlySpan<PackedFilter> block, ulong candidates, BloomQuestion question)
    {
        foreach (var word in question.Words)
        {
            var found = 0UL;
            foreach (var term in word)
            {
                found |= Ask(block, candidates & ~found, term);
            }

            candidates = found;
        }

        return candidates;
    }

    private static ulong Ask(ReadOnlySpan<PackedFilter> block, ulong candidates, byte[] term)
    {
        Span<BloomProbe> probes = stackalloc BloomProbe[Size];
        for (var rest = candidates; rest != 0; rest &= rest - 1)
        {
            var place = BitOperations.TrailingZeroCount(rest);
            probes[place] = new BloomProbe(block[place].FirstKey, block[place].SecondKey, term);
        }

        var found = 0UL;
        for (var function = 0; candidates != 0; function += 2)
        {
            var next = 0UL;
            for (var rest = candidates; rest != 0; rest &= rest - 1)
            {
                var place = BitOperations.TrailingZeroCount(rest);
                ref readonly var filter = ref block[place];
                var bits = (ulong)filter.Length * 8;
                var both = filter.BitAt(probes[place].BitOf(function, bits))
                    & filter.BitAt(probes[place].BitOf(Math.Min(function + 1, filter.NumHashes - 1), bits));
                next |= both << place;
            }

            // Those that were looked at for all of their bits.
            for (var rest = next; rest != 0; rest &= rest - 1)
            {
                var place = BitOperations.TrailingZeroCount(rest);
                found |= function + 2 >= block[place].NumHashes ? 1UL << place : 0;
            }

            candidates = next & ~found;
        }

        return found;
    }
}
