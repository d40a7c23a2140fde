namespace SoundTime.Grains.Peers;

/// <summary>What belongs to the bits of a Bloom filter.</summary>
/// <param name="NumHashes">Hash functions for each term.</param>
/// <param name="Keys">The four 64-bit halves of the two SipHash keys, in the order of the wire.</param>
/// <param name="ItemCount">Terms put in, by the peer's account.</param>
public sealed record FilterParameters(int NumHashes, ulong[] Keys, ulong ItemCount);
