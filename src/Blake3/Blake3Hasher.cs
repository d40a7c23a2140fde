using System.Numerics;

namespace SoundTime.Blake3;

/// <summary>
/// BLAKE3 (the paper "BLAKE3: one function, fast everywhere", 2020) over input that arrives piece by piece: the hash, the
/// keyed hash, or key derivation, with output of any length. Not for use by several threads at once.
/// </summary>
public sealed class Blake3Hasher
{
    /// <summary>Bytes in a hash of the usual length.</summary>
    public const int HashLength = 32;

    /// <summary>Bytes in a key.</summary>
    public const int KeyLength = Blake3Constants.ChainingValueLength;

    private readonly TreeHasher _tree;
    private ChainingValueStack _subtrees;
    private ChunkState _chunk;
    private ulong _chunksDone;

    /// <summary>Begins a hash.</summary>
    public Blake3Hasher()
        : this(new TreeHasher(Compression.Fastest, HashMode.Hash))
    {
    }

    internal Blake3Hasher(in TreeHasher tree)
    {
        _tree = tree;
        _chunk = new ChunkState(tree.Mode, 0);
    }

    /// <summary>Begins a keyed hash.</summary>
    /// <param name="key32">The key, 32 bytes.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public static Blake3Hasher CreateKeyed(ReadOnlySpan<byte> key32) =>
        new(new TreeHasher(Compression.Fastest, HashMode.Keyed(key32)));

    /// <summary>Begins a key derivation; the input is the key material.</summary>
    /// <param name="context">What the key is for: fixed in the program, unique to this use, never made from input.</param>
    public static Blake3Hasher CreateDeriveKey(string context) =>
        new(new TreeHasher(Compression.Fastest, HashMode.DeriveKey(context, Compression.Fastest)));

    /// <summary>Hashes an input that lies in memory.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output">Takes the hash: 32 bytes as a rule, and any other number as extended output.</param>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> output) =>
        new TreeHasher(Compression.Fastest, HashMode.Hash).Hash(input, output);

    /// <summary>Hashes an input that lies in memory, with a key.</summary>
    /// <param name="key32">The key, 32 bytes.</param>
    /// <param name="input">The input.</param>
    /// <param name="output">Takes the hash: 32 bytes as a rule, and any other number as extended output.</param>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public static void KeyedHash(ReadOnlySpan<byte> key32, ReadOnlySpan<byte> input, Span<byte> output) =>
        new TreeHasher(Compression.Fastest, HashMode.Keyed(key32)).Hash(input, output);

    /// <summary>Derives a key from key material that lies in memory.</summary>
    /// <param name="context">What the key is for: fixed in the program, unique to this use, never made from input.</param>
    /// <param name="keyMaterial">The key material; not a password, of which it would not slow down the guessing.</param>
    /// <param name="output">Takes the derived key, of any length.</param>
    public static void DeriveKey(string context, ReadOnlySpan<byte> keyMaterial, Span<byte> output) =>
        new TreeHasher(Compression.Fastest, HashMode.DeriveKey(context, Compression.Fastest)).Hash(keyMaterial, output);

    /// <summary>Takes the next piece of the input. Pieces of a power of two of bytes, 256 KiB or more, are the fastest.</summary>
    /// <param name="input">The piece, of any length.</param>
    public void Update(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (_chunk.Length == Blake3Constants.ChunkLength)
            {
                CompleteChunk();
            }

            // Before new input there is one subtree waiting for each bit that is set in the number of chunks so far.
            // Merges beyond that were put off, because the last of them would have been the root had no more input come.
            _subtrees.MergeDownTo(BitOperations.PopCount(_chunksDone), _tree);

            var taken = _chunk.Length == 0 && input.Length > Blake3Constants.ChunkLength
                ? PushSubtree(input)
                : FillChunk(input);
            input = input[taken..];
        }
    }

    /// <summary>Computes the hash of all input so far. Changes nothing: more input may follow, and the same call again gives the same.</summary>
    /// <param name="output">Takes the hash: 32 bytes as a rule, and any other number as extended output, of which shorter ones are prefixes.</param>
    public void Finish(Span<byte> output)
    {
        var waiting = _subtrees.Count;
        TreeNode node;
        if (_chunk.Length > 0 || waiting == 0)
        {
            node = _chunk.ToNode();
        }
        else
        {
            // The input ended with a subtree, and that was left as its two children for just this case.
            waiting -= 2;
            node = TreeNode.Parent(_subtrees[waiting], _subtrees[waiting + 1], _tree.Mode);
        }

        Span<byte> right = stackalloc byte[Blake3Constants.ChainingValueLength];
        while (waiting > 0)
        {
            waiting--;
            node.WriteChainingValue(_tree.Compression, right);
            node = TreeNode.Parent(_subtrees[waiting], right, _tree.Mode);
        }

        node.WriteRoot(_tree.Compression, output);
    }

    /// <summary>Forgets all input; key or context stay.</summary>
    public void Reset()
    {
        _subtrees.Clear();
        _chunksDone = 0;
        _chunk = new ChunkState(_tree.Mode, 0);
    }

    private int FillChunk(ReadOnlySpan<byte> input)
    {
        var taken = Math.Min(Blake3Constants.ChunkLength - _chunk.Length, input.Length);
        _chunk.Update(_tree.Compression, input[..taken]);
        return taken;
    }

    /// <summary>Puts a full chunk away; there is input after it, so it is not the root.</summary>
    private void CompleteChunk()
    {
        Span<byte> chainingValue = stackalloc byte[Blake3Constants.ChainingValueLength];
        _chunk.ToNode().WriteChainingValue(_tree.Compression, chainingValue);
        Push(chainingValue, 1);
        _chunk = new ChunkState(_tree.Mode, _chunksDone);
    }

    /// <summary>Takes the largest complete subtree that begins here, straight from the caller's bytes.</summary>
    /// <returns>How many bytes that were.</returns>
    private int PushSubtree(ReadOnlySpan<byte> input)
    {
        // A complete subtree of 2^k chunks begins at a multiple of 2^k.
        var available = 1UL << BitOperations.Log2((uint)(input.Length / Blake3Constants.ChunkLength));
        var aligned = _chunksDone == 0 ? available : 1UL << BitOperations.TrailingZeroCount(_chunksDone);
        var chunks = Math.Min(available, aligned);
        var length = (int)chunks * Blake3Constants.ChunkLength;

        Span<byte> children = stackalloc byte[2 * Blake3Constants.ChainingValueLength];
        if (chunks == 1)
        {
            _tree.WriteChainingValue(input[..length], _chunksDone, children);
            Push(children[..Blake3Constants.ChainingValueLength], 1);
        }
        else
        {
            // Both children rather than the subtree itself: should no more input come, it may be the root.
            _tree.WriteChildren(input[..length], _chunksDone, children);
            Push(children[..Blake3Constants.ChainingValueLength], chunks / 2);
            Push(children[Blake3Constants.ChainingValueLength..], chunks / 2);
        }

        _chunk = new ChunkState(_tree.Mode, _chunksDone);
        return length;
    }

    private void Push(ReadOnlySpan<byte> chainingValue, ulong chunks)
    {
        _subtrees.Push(chainingValue);
        _chunksDone += chunks;
    }
}
