using System.Buffers;

namespace SoundTime.Blake3;

/// <summary>
/// The plain BLAKE3 hash by groups of 64 KiB: one value for each group, by which it is verified alone, and the hash made of all values. For those who hand out parts of an input that they do not want
/// to read as a whole each time.
/// </summary>
/// <remarks>
/// The value of a group is the chaining value of its subtree (BLAKE3 paper, section 2.1; see <see cref="Blake3Tree"/>): a group holds a power of two of chunks and begins at a multiple of it, so it
/// is a subtree, and the last group is one however short it is. The value of a group that is the whole input is the hash itself.
/// </remarks>
public static class Blake3Groups
{
    /// <summary>Bytes in a group; the last one may be shorter.</summary>
    public const int GroupLength = ChunksInGroup * Blake3Tree.ChunkLength;

    /// <summary>Bytes in the value of a group.</summary>
    public const int ValueLength = Blake3Tree.ChainingValueLength;

    private const int ChunksInGroup = 64;

    /// <summary>How many groups an input of this many bytes has: at least 1, as an empty input is one empty group.</summary>
    public static long CountOf(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length == 0 ? 1 : ((length - 1) / GroupLength) + 1;
    }

    /// <summary>Computes the value of a group.</summary>
    /// <param name="group">Its bytes: <see cref="GroupLength"/>, and of the last group what there is.</param>
    /// <param name="index">Its place among the groups, from 0.</param>
    /// <param name="count">How many groups there are.</param>
    /// <param name="value">Takes the 32 bytes.</param>
    /// <exception cref="ArgumentException">The group has a length that it cannot have at its place, or <paramref name="value"/> is not 32 bytes long.</exception>
    public static void WriteValue(ReadOnlySpan<byte> group, long index, long count, Span<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        if (group.Length > GroupLength || (index < count - 1 && group.Length < GroupLength))
        {
            throw new ArgumentException($"A group has {GroupLength} bytes, and only the last one may have less; this one has {group.Length}.", nameof(group));
        }

        if (count == 1)
        {
            CheckValue(value);
            Blake3Hasher.Hash(group, value);
            return;
        }

        Blake3Tree.SubtreeChainingValue(group, (ulong)index * ChunksInGroup, value);
    }

    /// <summary>Computes the hash of the input from the values of all its groups.</summary>
    /// <param name="values">The values, one behind the other: at least one.</param>
    /// <param name="hash">Takes the 32 bytes.</param>
    /// <exception cref="ArgumentException">There is no value, one is cut short, or <paramref name="hash"/> is not 32 bytes long.</exception>
    public static void WriteHash(ReadOnlySpan<byte> values, Span<byte> hash)
    {
        if (values.IsEmpty || values.Length % ValueLength != 0)
        {
            throw new ArgumentException($"The values of groups are 32 bytes each, and there is at least one; these are {values.Length} bytes.", nameof(values));
        }

        CheckValue(hash);
        if (values.Length == ValueLength)
        {
            values.CopyTo(hash);
            return;
        }

        var half = (values.Length / 2) + ValueLength;
        var scratch = ArrayPool<byte>.Shared.Rent(2 * half);
        var children = MergeDown(values, scratch.AsSpan(0, half), scratch.AsSpan(half, half));
        Blake3Tree.RootHash(children[..ValueLength], children[ValueLength..], hash);
        ArrayPool<byte>.Shared.Return(scratch);
    }

    /// <summary>Level by level: neighbours become parents, one that is left over rises as it is, until the two under the root are left.</summary>
    private static ReadOnlySpan<byte> MergeDown(ReadOnlySpan<byte> level, Span<byte> above, Span<byte> free)
    {
        while (level.Length > 2 * ValueLength)
        {
            var pairs = level.Length / (2 * ValueLength);
            var length = pairs * ValueLength;
            Compression.Fastest.CompressMany(level[..(2 * length)], NodeLayout.Parent, HashMode.Hash, 0, above);
            var leftOver = level[(2 * length)..];
            leftOver.CopyTo(above[length..]);
            level = above[..(length + leftOver.Length)];

            var next = free;
            free = above;
            above = next;
        }

        return level;
    }

    private static void CheckValue(ReadOnlySpan<byte> value)
    {
        if (value.Length != ValueLength)
        {
            throw new ArgumentException($"The value of a group is 32 bytes long, this one is {value.Length}.", nameof(value));
        }
    }
}
