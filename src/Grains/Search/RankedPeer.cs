using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>A peer that may know an answer, as it is compared with others.</summary>
internal readonly record struct RankedPeer(NodeId Peer, bool HasFilter, float Score)
{
    /// <summary>Whether it is asked before another: with a filter first, then by score, then by id, so that the order does not depend on chance.</summary>
    public bool IsBefore(RankedPeer other) =>
        HasFilter != other.HasFilter ? HasFilter
        : Score != other.Score ? Score > other.Score
        : Peer < other.Peer;
}
