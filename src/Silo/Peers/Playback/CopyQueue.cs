using System.Diagnostics.CodeAnalysis;
using SoundTime.Grains.Tracks;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Which copy is asked next. Copies of different sizes are not the same bytes, and cannot go on for each other: those that announce another size than the first come after all that announce the
/// same. A copy that broke off is asked once more, after the others of its size.
/// </summary>
internal sealed class CopyQueue
{
    private readonly List<CopyOffer> _waiting;
    private readonly HashSet<string> _repeated = [];

    public CopyQueue(IEnumerable<CopyOffer> copies) => _waiting = [.. copies.GroupBy(copy => copy.FileSize).SelectMany(sameSize => sameSize)];

    /// <summary>Whether there is another copy to turn to, should the last one taken be wrong: one of a peer that is online.</summary>
    public bool HasOther => _waiting.Exists(copy => copy.IsOnline);

    /// <summary>Takes the next copy.</summary>
    public bool TryTake([NotNullWhen(true)] out CopyOffer? copy)
    {
        copy = _waiting.FirstOrDefault();
        if (copy is not null)
        {
            _waiting.RemoveAt(0);
        }

        return copy is not null;
    }

    /// <summary>Has a copy asked once more, unless it was already.</summary>
    public void Repeat(CopyOffer copy)
    {
        if (_repeated.Add(copy.Peer))
        {
            _waiting.Insert(_waiting.FindLastIndex(other => other.FileSize == copy.FileSize) + 1, copy);
        }
    }
}
