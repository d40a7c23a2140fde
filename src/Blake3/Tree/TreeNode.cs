namespace SoundTime.Blake3;

/// <summary>
/// A chunk or parent with all but its last compression done: that one differs, by a flag, between the root and all
/// others, and only whoever knows the whole input knows which it is.
/// </summary>
internal struct TreeNode
{
    private ChainingValue _before;
    private Block _block;
    private ulong _counter;
    private uint _blockLength;
    private BlockFlags _flags;

    /// <summary>The last block of a chunk, zeros after its <paramref name="blockLength"/> bytes.</summary>
    public static TreeNode Chunk(in ChainingValue before, in Block block, int blockLength, ulong chunk, BlockFlags flags) => new()
    {
        _before = before,
        _block = block,
        _counter = chunk,
        _blockLength = (uint)blockLength,
        _flags = flags | BlockFlags.ChunkEnd,
    };

    /// <summary>The parent of two subtrees.</summary>
    public static TreeNode Parent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, in HashMode mode)
    {
        var node = new TreeNode
        {
            _before = mode.Key,
            _blockLength = Blake3Constants.BlockLength,
            _flags = mode.Flags | BlockFlags.Parent,
        };
        left.CopyTo(node._block);
        right.CopyTo(node._block[Blake3Constants.ChainingValueLength..]);
        return node;
    }

    /// <summary>The node as one below the root: writes its 32 bytes.</summary>
    public readonly void WriteChainingValue(Compression compression, Span<byte> chainingValue) =>
        compression.Compress(_before, _block, _counter, _blockLength, _flags, chainingValue[..Blake3Constants.ChainingValueLength]);

    /// <summary>The node as root: fills the output, however long it is, block by block.</summary>
    public readonly void WriteRoot(Compression compression, Span<byte> output)
    {
        Span<byte> block = stackalloc byte[Blake3Constants.BlockLength];
        for (var counter = 0UL; !output.IsEmpty; counter++)
        {
            compression.Compress(_before, _block, counter, _blockLength, _flags | BlockFlags.Root, block);
            var length = Math.Min(block.Length, output.Length);
            block[..length].CopyTo(output);
            output = output[length..];
        }
    }
}
