using SoundTime.Wire.Messages;

namespace SoundTime.Grains.Search;

/// <summary>All that a question needs of a peer, side by side in one array: whether it is there, and its filter.</summary>
internal unsafe struct PackedFilter
{
    /// <summary>Its first byte, held by the table; null where there is no filter.</summary>
    public byte* Bits;

    /// <summary>Number of bytes.</summary>
    public int Length;

    /// <summary>Hash functions for each term.</summary>
    public byte NumHashes;

    /// <summary>Whether the peer is online and not blocked.</summary>
    public bool IsOnline;

    /// <summary>Key of the first hash.</summary>
    public SipKey FirstKey;

    /// <summary>Key of the second hash.</summary>
    public SipKey SecondKey;

    /// <summary>Whether there is a filter.</summary>
    public readonly bool HasFilter => Bits != null;

    /// <summary>Whether a bit is set: 1 or 0.</summary>
    public readonly ulong BitAt(ulong bit) => (ulong)(Bits[bit / 8] >> (int)(7 - (bit % 8))) & 1;
}
