namespace SoundTime.Silo.Peers;

/// <summary>Our filter as it was at some time, as a message that all peers are sent alike.</summary>
/// <param name="Version">Which one it is, in this run; from 1, and higher when it is newer.</param>
/// <param name="Frame">The BloomExchange with its length in front.</param>
internal sealed record EncodedFilter(long Version, ReadOnlyMemory<byte> Frame);
