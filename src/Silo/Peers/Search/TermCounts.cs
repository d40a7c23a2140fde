using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>How many distinct terms there are of each kind together with those before it, estimated in 48 KiB whatever the number.</summary>
internal sealed class TermCounts
{
    /// <summary>Nobody outside chooses by it, and the same terms give the same counts.</summary>
    private static readonly SipKey Key = new(0, 0);

    private readonly DistinctCounter[] _counters = [new(), new(), new()];

    /// <summary>Counts a term.</summary>
    public void Add(BloomTermKind kind, ReadOnlySpan<byte> terminatedTerm)
    {
        var hash = SipHash13.Hash(Key, terminatedTerm);
        for (var index = (int)kind; index < _counters.Length; index++)
        {
            _counters[index].Add(hash);
        }
    }

    /// <summary>How many there are up to a kind.</summary>
    public long UpTo(BloomTermKind last) => _counters[(int)last].Count();
}
