using SoundTime.Blake3;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Support;

/// <summary>Bytes that look random, and their hash.</summary>
internal static class SampleBlob
{
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static BlobHash HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[BlobHash.Size];
        Blake3Hasher.Hash(bytes, hash);
        return new BlobHash(hash);
    }

    /// <summary>Takes bytes into a store as if a peer had sent them.</summary>
    public static async Task<BlobHash> FetchAsync(BlobStore store, byte[] bytes, CancellationToken cancellationToken)
    {
        using var pending = store.Begin(HashOf(bytes), bytes.Length);
        using var source = pending.BeginSource(isHeard: true);
        await source.WriteAsync(bytes, cancellationToken);
        await source.CompleteAsync(cancellationToken);
        return pending.Hash;
    }

    public static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var owned = stream;
        using var all = new MemoryStream();
        await owned.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }
}
