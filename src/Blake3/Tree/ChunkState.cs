namespace SoundTime.Blake3;

/// <summary>One chunk on its way in: at most 1024 bytes, of which the last block waits until it is known to be the last.</summary>
internal struct ChunkState(in HashMode mode, ulong chunk)
{
    private readonly BlockFlags _modeFlags = mode.Flags;
    private readonly ulong _chunk = chunk;
    private ChainingValue _chainingValue = mode.Key;
    private Block _block;
    private int _blockLength;
    private int _blocksDone;

    /// <summary>Bytes taken so far.</summary>
    public readonly int Length => (_blocksDone * Blake3Constants.BlockLength) + _blockLength;

    private readonly BlockFlags Flags => _modeFlags | (_blocksDone == 0 ? BlockFlags.ChunkStart : BlockFlags.None);

    /// <summary>Takes more bytes; the caller sees to it that they still fit the chunk.</summary>
    public void Update(Compression compression, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_blockLength == Blake3Constants.BlockLength)
            {
                CompressBlock(compression, _block);
                _blockLength = 0;
            }

            if (_blockLength == 0)
            {
                while (bytes.Length > Blake3Constants.BlockLength)
                {
                    CompressBlock(compression, bytes[..Blake3Constants.BlockLength]);
                    bytes = bytes[Blake3Constants.BlockLength..];
                }
            }

            var taken = Math.Min(Blake3Constants.BlockLength - _blockLength, bytes.Length);
            bytes[..taken].CopyTo(_block[_blockLength..]);
            _blockLength += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>The chunk as it now stands.</summary>
    public readonly TreeNode ToNode()
    {
        var block = _block;
        block[_blockLength..].Clear();
        return TreeNode.Chunk(_chainingValue, block, _blockLength, _chunk, Flags);
    }

    private void CompressBlock(Compression compression, ReadOnlySpan<byte> block)
    {
        compression.Compress(_chainingValue, block, _chunk, Blake3Constants.BlockLength, Flags, _chainingValue);
        _blocksDone++;
    }
}
