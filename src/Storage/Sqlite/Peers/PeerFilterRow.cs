using System.Buffers.Binary;
using SoundTime.Storage.Peers;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>peer_filters</c>.</summary>
internal sealed class PeerFilterRow
{
    public required byte[] Bitmap { get; init; }

    public required int NumHashes { get; init; }

    public required byte[] Keys { get; init; }

    public required long ItemCount { get; init; }

    public required long ReceivedAt { get; init; }

    public static PeerFilterRow From(PeerFilter filter) => new()
    {
        Bitmap = filter.Bitmap.ToArray(),
        NumHashes = filter.NumHashes,
        Keys = ToBytes(filter.Keys),
        ItemCount = unchecked((long)filter.ItemCount),
        ReceivedAt = filter.ReceivedAt.UtcTicks,
    };

    public PeerFilter ToFilter() => new(Bitmap, NumHashes, ToKeys(Keys), unchecked((ulong)ItemCount), ReceivedAt.ToTime());

    private static byte[] ToBytes(IReadOnlyList<ulong> keys)
    {
        var bytes = new byte[keys.Count * sizeof(ulong)];
        for (var i = 0; i < keys.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)), keys[i]);
        }

        return bytes;
    }

    private static ulong[] ToKeys(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / sizeof(ulong)).Select(i => BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong))))];
}
