using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>A blob that may be the next to go.</summary>
/// <param name="LastUse">When it was last used, as it was last seen.</param>
/// <param name="Hash">The blob.</param>
internal readonly record struct CacheCandidate(DateTime LastUse, BlobHash Hash) : IComparable<CacheCandidate>
{
    /// <summary>Orders by last use, and where that is the same by hash.</summary>
    public int CompareTo(CacheCandidate other)
    {
        var byUse = LastUse.CompareTo(other.LastUse);
        return byUse != 0 ? byUse : Hash.CompareTo(other.Hash);
    }
}
