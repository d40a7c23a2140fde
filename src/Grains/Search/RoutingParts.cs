using System.Globalization;
using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>How all peers are split into parts of about the same size: by the first six bits of their ids, which are keys and so as good as random.</summary>
public static class RoutingParts
{
    /// <summary>Number of parts.</summary>
    public const int Count = 64;

    private const int Shift = 2;

    /// <summary>The keys of the grains of all parts.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Enumerable.Range(0, Count).Select(KeyOf)];

    /// <summary>The key of the grain of a peer's part.</summary>
    public static string KeyOf(NodeId peer) => KeyOf(PartOf(peer));

    /// <summary>The key of the grain of part number <paramref name="part"/>, from 0.</summary>
    public static string KeyOf(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part:00}");

    /// <summary>The first and the last id of a part.</summary>
    public static (NodeId First, NodeId Last) RangeOf(int part)
    {
        Span<byte> first = stackalloc byte[NodeId.Size];
        first.Clear();
        first[0] = (byte)(part << Shift);
        Span<byte> last = stackalloc byte[NodeId.Size];
        last.Fill(byte.MaxValue);
        last[0] = (byte)((part << Shift) | ((1 << Shift) - 1));
        return (new NodeId(first), new NodeId(last));
    }

    private static int PartOf(NodeId peer)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Size];
        peer.CopyTo(bytes);
        return bytes[0] >> Shift;
    }
}
