namespace SoundTime.Storage.Blobs;

/// <summary>How full the cache is. Only fetched blobs that are not pinned count.</summary>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Blobs">Their number.</param>
/// <param name="Budget">Bytes that they may take: <see cref="BlobStoreOptions.CacheBytes"/>.</param>
/// <param name="EvictedBytes">Bytes that went to make room since this store was opened.</param>
/// <param name="EvictedBlobs">Blobs that went to make room since this store was opened.</param>
/// <param name="IsCounted">Whether the folder has been counted. Until then, <paramref name="Bytes"/> and <paramref name="Blobs"/> are only what came since the start.</param>
public sealed record BlobCacheUsage(long Bytes, long Blobs, long Budget, long EvictedBytes, long EvictedBlobs, bool IsCounted);
