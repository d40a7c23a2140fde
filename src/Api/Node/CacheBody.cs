using SoundTime.Storage.Blobs;

namespace SoundTime.Api;

/// <summary>How full the cache of fetched tracks is, as the API writes it.</summary>
/// <param name="Bytes">Bytes of the tracks in it; null until the folder has been counted.</param>
/// <param name="MaxBytes">Bytes that they may take.</param>
/// <param name="Blobs">Their number; null until the folder has been counted.</param>
/// <param name="Evicted">Tracks that went to make room since the start.</param>
internal sealed record CacheBody(long? Bytes, long MaxBytes, long? Blobs, long Evicted)
{
    /// <summary>Writes a usage; null where it is unknown.</summary>
    public static CacheBody? Of(BlobCacheUsage? usage) => usage is null
        ? null
        : new(usage.IsCounted ? usage.Bytes : null, usage.Budget, usage.IsCounted ? usage.Blobs : null, usage.EvictedBlobs);
}
