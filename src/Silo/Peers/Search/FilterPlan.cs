using SoundTime.Grains.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;

namespace SoundTime.Silo.Peers;

/// <summary>What a filter of ours is made for.</summary>
/// <param name="Capacity">Distinct terms it has room for.</param>
/// <param name="LastKind">Up to which kind of terms it holds them.</param>
internal sealed record FilterPlan(long Capacity, BloomTermKind LastKind)
{
    /// <summary>Fewest terms that there is room for, as in the filters of Rust nodes (protocol sheet, section 2.3).</summary>
    public const long MinCapacity = 100_000;

    /// <summary>
    /// Largest filter in bytes that holds more than tokens: what peers keep of a node that they do not trust. With more terms than fit, the beginnings of words are
    /// left out first, then the words.
    /// </summary>
    public const int MaxBytesWithWords = PeerGrain.MaxFilterBytesOfStrangers;

    /// <summary>Room for terms to come: a filter that is full is made anew from the whole catalogue.</summary>
    private const double Headroom = 1.25;

    /// <summary>A filter this much larger than it need be is made anew when terms have gone.</summary>
    private const int MaxExcess = 2;

    private static readonly long MaxWithWords = BloomFilter.CapacityOf(MaxBytesWithWords);
    private static readonly long Max = BloomFilter.CapacityOf(WireLimits.MaxBloomBytes);

    /// <summary>What to begin with where nothing is known.</summary>
    public static FilterPlan Smallest { get; } = new(MinCapacity, BloomTermKind.Prefix);

    /// <summary>The plan for so many terms.</summary>
    public static FilterPlan For(TermCounts counts)
    {
        foreach (var kind in new[] { BloomTermKind.Prefix, BloomTermKind.Word })
        {
            if (counts.UpTo(kind) is var terms && terms < MaxWithWords)
            {
                return new FilterPlan(Math.Clamp((long)(terms * Headroom), MinCapacity, MaxWithWords), kind);
            }
        }

        return new FilterPlan(Math.Clamp((long)(counts.UpTo(BloomTermKind.Token) * Headroom), MinCapacity, Max), BloomTermKind.Token);
    }

    /// <summary>Whether there is room for so many terms, or a larger filter would have no more.</summary>
    public bool HasRoomFor(TermCounts counts) => counts.UpTo(LastKind) <= Capacity || (LastKind == BloomTermKind.Token && Capacity == Max);

    /// <summary>Whether a filter with room for so many terms is also not larger, and holds no fewer kinds of them, than it need be.</summary>
    public bool Suits(TermCounts counts) => HasRoomFor(counts) && For(counts) is var best && best.LastKind == LastKind && Capacity <= MaxExcess * best.Capacity;
}
