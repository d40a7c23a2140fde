namespace SoundTime.Storage.Peers;

/// <summary>The Bloom filter that a peer sent last, checked to agree with itself.</summary>
/// <param name="Bitmap">The bits.</param>
/// <param name="NumHashes">Hash functions for each term.</param>
/// <param name="Keys">The four 64-bit halves of the two SipHash keys, in the order of the wire.</param>
/// <param name="ItemCount">Terms put in, by the peer's account.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record PeerFilter(ReadOnlyMemory<byte> Bitmap, int NumHashes, IReadOnlyList<ulong> Keys, ulong ItemCount, DateTimeOffset ReceivedAt);
