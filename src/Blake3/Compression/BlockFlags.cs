namespace SoundTime.Blake3;

/// <summary>The domain separation bits that go into every compression (BLAKE3 paper, section 2.1, table 3).</summary>
[Flags]
internal enum BlockFlags : uint
{
    None = 0,
    ChunkStart = 1 << 0,
    ChunkEnd = 1 << 1,
    Parent = 1 << 2,
    Root = 1 << 3,
    KeyedHash = 1 << 4,
    DeriveKeyContext = 1 << 5,
    DeriveKeyMaterial = 1 << 6,
}
