using Microsoft.Extensions.Logging;

namespace SoundTime.Storage.Blobs;

/// <summary>What the blob store writes to the log.</summary>
internal static partial class BlobLog
{
    [LoggerMessage(30, LogLevel.Information, "Evicted blob {Hash} of {Length} bytes, last used at {LastUse:u}, to make room.")]
    public static partial void BlobEvicted(this ILogger logger, string hash, long length, DateTime lastUse);

    [LoggerMessage(31, LogLevel.Warning, "The bytes of blob {Hash} on the disk are not those that were written: it lies in {Path} now, and is not served any more. Check the disk.")]
    public static partial void BlobSetAside(this ILogger logger, string hash, string path);

    [LoggerMessage(32, LogLevel.Error, "Blob {Hash} is rotten and cannot be put away.")]
    public static partial void BlobNotSetAside(this ILogger logger, Exception exception, string hash);

    [LoggerMessage(33, LogLevel.Warning, "The hash tree {Path} cannot be written. It is made again whenever its blob is opened, which takes as long as reading all of that.")]
    public static partial void TreeNotWritten(this ILogger logger, Exception exception, string path);

    [LoggerMessage(34, LogLevel.Warning, "It cannot be written that blob {Hash} is used now. It may be evicted before others that are used less.")]
    public static partial void UseNotNoted(this ILogger logger, Exception exception, string hash);

    [LoggerMessage(39, LogLevel.Warning, "Removed what was not written to its end when this program was stopped last: {Count} files in {Path}. Nothing of them was ever served.")]
    public static partial void LeftoversRemoved(this ILogger logger, int count, string path);
}
