using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>What the folders of blobs need of a hash.</summary>
internal static class BlobHashes
{
    /// <summary>The byte by which a blob's folder is called.</summary>
    public static byte FirstByte(this BlobHash hash)
    {
        Span<byte> bytes = stackalloc byte[BlobHash.Size];
        hash.CopyTo(bytes);
        return bytes[0];
    }
}
