using Microsoft.Extensions.Logging;

namespace SoundTime.Storage.Blobs;

/// <summary>What the blob store writes to the log.</summary>
internal static partial class BlobLog
{
    [LoggerMessage(30, LogLevel.Information, "Evicted blob {Hash} of {Length} bytes, last used at {LastUse:u}, to make room.")]
    public static partial void BlobEvicted(this ILogger logger, string hash, long length, DateTime lastUse);

    [LoggerMessage(31, LogLevel.Warning, "The bytes of blob {Hash} on the disk are not those that were written: it lies in {Path} now, and is not served any more. Check the disk.")]
    public static partial void BlobSetAside(this ILogger logger, string hash, string path);
}
