using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SoundTime.Blake3;

/// <summary>
/// The tree over bytes that all lie in memory (BLAKE3 paper, section 2.1). Chunks of 1024 bytes are its leaves, the last
/// one perhaps shorter. A subtree of more than one chunk has on its left the largest power of two of chunks that leaves
/// at least one byte for the right.
/// </summary>
internal readonly struct TreeHasher(Compression compression, in HashMode mode)
{
    /// <summary>
    /// Chunks whose chaining values are computed together, before their parents are: enough to fill all lanes up to the
    /// last few parents, and few enough that input and chaining values stay in the nearer caches and on the stack.
    /// </summary>
    private const int BatchChunks = 128;

    private readonly HashMode _mode = mode;

    /// <summary>How the tree is computed.</summary>
    public Compression Compression => compression;

    /// <summary>What is computed over the tree.</summary>
    [UnscopedRef]
    public ref readonly HashMode Mode => ref _mode;

    /// <summary>How many of the bytes of a subtree with more than one chunk belong to its left child.</summary>
    public static long LeftLength(long length) => (long)(BitOperations.RoundUpToPowerOf2((ulong)length) / 2);

    /// <summary>Hashes a whole input.</summary>
    public void Hash(ReadOnlySpan<byte> input, Span<byte> output) => ToNode(input, 0).WriteRoot(compression, output);

    /// <summary>The chaining value of a subtree that is not the whole tree.</summary>
    public void WriteChainingValue(ReadOnlySpan<byte> bytes, ulong firstChunk, Span<byte> chainingValue) =>
        ToNode(bytes, firstChunk).WriteChainingValue(compression, chainingValue);

    /// <summary>The chaining values, one behind the other, of the two children of a subtree with more than one chunk.</summary>
    public void WriteChildren(ReadOnlySpan<byte> bytes, ulong firstChunk, Span<byte> children)
    {
        if (bytes.Length <= BatchChunks * Blake3Constants.ChunkLength)
        {
            WriteChildrenInBatch(bytes, firstChunk, children);
            return;
        }

        var left = (int)LeftLength(bytes.Length);
        WriteChainingValue(bytes[..left], firstChunk, children);
        WriteChainingValue(bytes[left..], firstChunk + (ulong)(left / Blake3Constants.ChunkLength), children[Blake3Constants.ChainingValueLength..]);
    }

    private TreeNode ToNode(ReadOnlySpan<byte> bytes, ulong firstChunk)
    {
        if (bytes.Length <= Blake3Constants.ChunkLength)
        {
            var chunk = new ChunkState(_mode, firstChunk);
            chunk.Update(compression, bytes);
            return chunk.ToNode();
        }

        Span<byte> children = stackalloc byte[2 * Blake3Constants.ChainingValueLength];
        WriteChildren(bytes, firstChunk, children);
        return TreeNode.Parent(
            children[..Blake3Constants.ChainingValueLength], children[Blake3Constants.ChainingValueLength..], _mode);
    }

    /// <summary>
    /// Level by level instead of by recursion: neighbours become parents, and one that is left over rises as it is. That
    /// gives the same tree, and every level is one run through the lanes.
    /// </summary>
    [SkipLocalsInit]
    private void WriteChildrenInBatch(ReadOnlySpan<byte> bytes, ulong firstChunk, Span<byte> children)
    {
        const int Length = Blake3Constants.ChainingValueLength;
        Span<byte> level = stackalloc byte[BatchChunks * Length];
        Span<byte> above = stackalloc byte[BatchChunks / 2 * Length];

        var whole = bytes.Length / Blake3Constants.ChunkLength;
        var rest = bytes[(whole * Blake3Constants.ChunkLength)..];
        compression.CompressMany(bytes[..^rest.Length], NodeLayout.Chunk, _mode, firstChunk, level);
        var count = whole;
        if (!rest.IsEmpty)
        {
            WriteChainingValue(rest, firstChunk + (ulong)whole, level[(whole * Length)..]);
            count++;
        }

        while (count > 2)
        {
            var parents = count / 2;
            compression.CompressMany(level[..(parents * 2 * Length)], NodeLayout.Parent, _mode, 0, above);
            if (count % 2 != 0)
            {
                level.Slice((count - 1) * Length, Length).CopyTo(above[(parents * Length)..]);
                parents++;
            }

            var free = level;
            level = above;
            above = free;
            count = parents;
        }

        level[..(2 * Length)].CopyTo(children);
    }
}
