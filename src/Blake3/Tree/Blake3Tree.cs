using System.Runtime.CompilerServices;

namespace SoundTime.Blake3;

/// <summary>
/// The tree under the plain BLAKE3 hash, piece by piece: for those who verify parts of an input without having all of it.
/// </summary>
/// <remarks>
/// The rules (BLAKE3 paper, section 2.1):
/// <list type="bullet">
/// <item>Leaves are chunks of <see cref="ChunkLength"/> bytes, counted from 0; only the last may be shorter, and it is
/// empty only when the whole input is.</item>
/// <item>A subtree of one chunk is that chunk. One of more chunks is a parent of two: on the left the largest power of two
/// of chunks that is less than the number of its chunks, on the right the rest (<see cref="LeftLength"/>). So left
/// subtrees are always complete, and a subtree of 2^k chunks begins at a chunk whose number is a multiple of 2^k.</item>
/// <item>Each subtree but the whole has a chaining value of <see cref="ChainingValueLength"/> bytes. The whole tree's topmost
/// node is compressed with a flag of its own, so its chaining value is never its hash, nor the other way about.</item>
/// </list>
/// </remarks>
public static class Blake3Tree
{
    /// <summary>Bytes in a chunk.</summary>
    public const int ChunkLength = Blake3Constants.ChunkLength;

    /// <summary>Bytes in a chaining value.</summary>
    public const int ChainingValueLength = Blake3Constants.ChainingValueLength;

    private static readonly TreeHasher Tree = new(Compression.Fastest, HashMode.Hash);

    /// <summary>How many bytes of a subtree belong to its left child.</summary>
    /// <param name="length">The subtree's length in bytes: more than one chunk's.</param>
    /// <returns>A power of two, at least <see cref="ChunkLength"/> and less than <paramref name="length"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A subtree of this length is a chunk and has no children.</exception>
    public static long LeftLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, ChunkLength);
        return TreeHasher.LeftLength(length);
    }

    /// <summary>Computes the chaining value of a subtree that is not the whole tree.</summary>
    /// <param name="bytes">All bytes of the subtree.</param>
    /// <param name="firstChunk">The number of its first chunk in the whole input.</param>
    /// <param name="chainingValue">Takes the 32 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="chainingValue"/> is not 32 bytes long, or there are no bytes.</exception>
    public static void SubtreeChainingValue(ReadOnlySpan<byte> bytes, ulong firstChunk, Span<byte> chainingValue)
    {
        if (bytes.IsEmpty)
        {
            throw new ArgumentException("A subtree below the root is never empty.", nameof(bytes));
        }

        CheckLength(chainingValue);
        Tree.WriteChainingValue(bytes, firstChunk, chainingValue);
    }

    /// <summary>Computes the chaining value of a parent that is not the root.</summary>
    /// <param name="left">The left child's chaining value.</param>
    /// <param name="right">The right child's chaining value.</param>
    /// <param name="chainingValue">Takes the 32 bytes; may be either child's.</param>
    /// <exception cref="ArgumentException">One of the three is not 32 bytes long.</exception>
    public static void ParentChainingValue(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> chainingValue)
    {
        CheckLength(chainingValue);
        Parent(left, right).WriteChainingValue(Tree.Compression, chainingValue);
    }

    /// <summary>Computes the hash of an input of more than one chunk from the two subtrees under its root.</summary>
    /// <param name="left">The left child's chaining value.</param>
    /// <param name="right">The right child's chaining value.</param>
    /// <param name="output">Takes the hash: 32 bytes as a rule, and any other number as extended output.</param>
    /// <remarks>An input of one chunk is its own root: its hash is <see cref="Blake3Hasher.Hash"/>.</remarks>
    /// <exception cref="ArgumentException">A chaining value is not 32 bytes long.</exception>
    public static void RootHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> output) =>
        Parent(left, right).WriteRoot(Tree.Compression, output);

    private static TreeNode Parent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        CheckLength(left);
        CheckLength(right);
        return TreeNode.Parent(left, right, Tree.Mode);
    }

    private static void CheckLength(ReadOnlySpan<byte> chainingValue, [CallerArgumentExpression(nameof(chainingValue))] string? name = null)
    {
        if (chainingValue.Length != ChainingValueLength)
        {
            throw new ArgumentException($"A chaining value is 32 bytes long, this one is {chainingValue.Length}.", name);
        }
    }
}
