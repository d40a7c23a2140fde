namespace SoundTime.Blake3;

/// <summary>What tells one kind of tree node from the other when many of them are compressed side by side.</summary>
/// <param name="Blocks">Blocks of 64 bytes in one node's input.</param>
/// <param name="CounterStep">By how much the counter grows from one node to the next.</param>
/// <param name="FirstBlock">Flags of the node's first block.</param>
/// <param name="LastBlock">Flags of the node's last block.</param>
internal readonly record struct NodeLayout(int Blocks, uint CounterStep, BlockFlags FirstBlock, BlockFlags LastBlock)
{
    /// <summary>A whole chunk: 16 blocks, counted by its place in the input.</summary>
    public static NodeLayout Chunk { get; } = new(16, 1, BlockFlags.ChunkStart, BlockFlags.ChunkEnd);

    /// <summary>A parent: one block, the chaining values of its two children; its counter is always 0.</summary>
    public static NodeLayout Parent { get; } = new(1, 0, BlockFlags.Parent, BlockFlags.Parent);

    /// <summary>Bytes of one node's input.</summary>
    public int InputLength => Blocks * Blake3Constants.BlockLength;

    /// <summary>The flags of one block of the node, besides those of the hash's mode.</summary>
    public BlockFlags FlagsOf(int block) =>
        (block == 0 ? FirstBlock : BlockFlags.None) | (block == Blocks - 1 ? LastBlock : BlockFlags.None);
}
