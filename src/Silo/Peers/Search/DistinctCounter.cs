using System.Numerics;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Estimates how many different things there are, to within 3 %, in memory that does not grow (Flajolet et al., "HyperLogLog: the analysis of a near-optimal
/// cardinality estimation algorithm"; of 64-bit hashes, so without its correction of large counts).
/// </summary>
internal sealed class DistinctCounter
{
    /// <summary>Bits of a hash that choose a register: 16,384 registers of a byte give a standard error of 0.8 %.</summary>
    private const int IndexBits = 14;

    private const int Registers = 1 << IndexBits;

    /// <summary>Below so many times <see cref="Registers"/>, registers that are still empty say more.</summary>
    private const double LinearRange = 2.5;

    private readonly byte[] _ranks = new byte[Registers];

    /// <summary>Counts a thing by its hash, of which all bits are as good as random.</summary>
    public void Add(ulong hash)
    {
        ref var rank = ref _ranks[hash >> (64 - IndexBits)];
        rank = Math.Max(rank, (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1));
    }

    /// <summary>The estimate.</summary>
    public long Count()
    {
        var sum = 0.0;
        var empty = 0;
        foreach (var rank in _ranks)
        {
            sum += 1.0 / (1UL << rank);
            empty += rank == 0 ? 1 : 0;
        }

        const double Alpha = 0.7213 / (1 + (1.079 / Registers));
        var estimate = Alpha * Registers * Registers / sum;
        return (long)(estimate <= LinearRange * Registers && empty > 0 ? Registers * Math.Log((double)Registers / empty) : estimate);
    }
}
