namespace SoundTime.Storage.Blobs;

/// <summary>How much room blobs may take.</summary>
public sealed record BlobStoreOptions
{
    /// <summary>Bytes that fetched blobs may take, those that are pinned aside: 2 GiB (protocol sheet, section 7.2). Their hash trees add one part in 2,048.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of the disk that are left free for the database and everybody else; null for 256 MiB, or a twentieth of a disk that is small.</summary>
    public long? FreeBytes { get; init; }
}
