using SoundTime.Storage.Peers;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>peer_filters</c>.</summary>
internal sealed class PostgresPeerFilterRow
{
    public required byte[] Bitmap { get; init; }

    public required int NumHashes { get; init; }

    public required long[] Keys { get; init; }

    public required long ItemCount { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public static PostgresPeerFilterRow From(PeerFilter filter) => new()
    {
        Bitmap = filter.Bitmap.ToArray(),
        NumHashes = filter.NumHashes,
        Keys = [.. filter.Keys.Select(key => unchecked((long)key))],
        ItemCount = unchecked((long)filter.ItemCount),
        ReceivedAt = filter.ReceivedAt.UtcDateTime,
    };

    public PeerFilter ToFilter() => new(Bitmap, NumHashes, [.. Keys.Select(key => unchecked((ulong)key))], unchecked((ulong)ItemCount), ReceivedAt);
}
