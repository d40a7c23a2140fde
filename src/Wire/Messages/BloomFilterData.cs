using System.Text.Json.Serialization;
using SoundTime.Wire.Json;

namespace SoundTime.Wire.Messages;

/// <summary>A Bloom filter as it crosses the wire: the five fields of the protocol sheet, section 2.3.</summary>
/// <remarks>What came from a peer may contradict itself: ask <see cref="IsConsistent"/> before looking anything up (weakness W3).</remarks>
/// <param name="Bitmap">The bits, most significant bit of each byte first; at most <see cref="WireLimits.MaxBloomBytes"/> bytes.</param>
/// <param name="NumHashes">Hash functions per term (k).</param>
/// <param name="BitmapBits">Number of bits (m): eight times the bytes of <paramref name="Bitmap"/>.</param>
/// <param name="FirstKey">Key of the first hash.</param>
/// <param name="SecondKey">Key of the second hash.</param>
/// <param name="ItemCount">Terms put in, counting repeats; informational.</param>
[JsonConverter(typeof(BloomFilterConverter))]
public sealed record BloomFilterData(
    ReadOnlyMemory<byte> Bitmap, uint NumHashes, ulong BitmapBits, SipKey FirstKey, SipKey SecondKey, ulong ItemCount)
{
    /// <summary>Whether the bits are there, are as many as said, and are asked for a sane number of times.</summary>
    public bool IsConsistent =>
        !Bitmap.IsEmpty
        && Bitmap.Length <= WireLimits.MaxBloomBytes
        && BitmapBits == (ulong)Bitmap.Length * 8
        && NumHashes is >= 1 and <= WireLimits.MaxBloomHashes;
}
