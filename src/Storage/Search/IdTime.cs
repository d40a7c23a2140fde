using System.Buffers.Binary;

namespace SoundTime.Storage.Search;

/// <summary>The time that an id holds: ours are UUIDs of version 7 (RFC 9562, section 5.7).</summary>
internal static class IdTime
{
    private const int RandomBitsInFirstBytes = 16;

    /// <summary>When the id was made, to the millisecond.</summary>
    public static DateTimeOffset ToTime(this Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> RandomBitsInFirstBytes));
    }
}
