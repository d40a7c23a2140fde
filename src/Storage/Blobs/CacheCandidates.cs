using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// The blobs of the cache that were used the longest ago: the next to go. It holds so few that its memory does not grow with the cache, and is gathered anew when it is used up. As uses only make
/// blobs younger, those in it that were not used since are the oldest of all.
/// </summary>
internal sealed class CacheCandidates
{
    /// <summary>Most blobs that are remembered, at about 100 bytes each.</summary>
    public const int Capacity = 4_096;

    private readonly SortedSet<CacheCandidate> _oldest = [];
    private CacheCandidate? _bound;

    /// <summary>Whether all blobs that were offered are in it, but for those that were taken.</summary>
    public bool IsWhole => _bound is null;

    /// <summary>Forgets all, to be gathered anew.</summary>
    public void Clear()
    {
        _oldest.Clear();
        _bound = null;
    }

    /// <summary>Takes note of a blob, unless there are enough that are older.</summary>
    public void Offer(CacheCandidate candidate)
    {
        if (_bound is { } bound && candidate.CompareTo(bound) > 0)
        {
            return;
        }

        _oldest.Add(candidate);
        if (_oldest.Count > Capacity)
        {
            _oldest.Remove(_oldest.Max);
            _bound = _oldest.Max;
        }
    }

    /// <summary>Takes the oldest out.</summary>
    public bool TryTake([MaybeNullWhen(false)] out CacheCandidate oldest)
    {
        oldest = _oldest.Min;
        return _oldest.Remove(oldest);
    }
}
