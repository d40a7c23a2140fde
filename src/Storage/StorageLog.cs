using Microsoft.Extensions.Logging;

namespace SoundTime.Storage;

/// <summary>What the store writes to the log.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1, LogLevel.Information, "Created the database {Path}.")]
    public static partial void DatabaseCreated(this ILogger logger, string path);

    [LoggerMessage(2, LogLevel.Information, "Backed up database {Path} to {Backup} before migration {Migration}.")]
    public static partial void DatabaseBackedUp(this ILogger logger, string path, string backup, int migration);

    [LoggerMessage(3, LogLevel.Information, "Applied migration {Migration} to {Path}.")]
    public static partial void MigrationApplied(this ILogger logger, string path, int migration);

    [LoggerMessage(10, LogLevel.Warning, "{Path} has changed since it was imported and is not served as {Hash}; the next scan takes it in again.")]
    public static partial void LocalFileChanged(this ILogger logger, string path, string hash);

    [LoggerMessage(11, LogLevel.Warning, "{Path}, imported as {Hash}, is gone; the next scan forgets it.")]
    public static partial void LocalFileMissing(this ILogger logger, string path, string hash);

    [LoggerMessage(12, LogLevel.Warning, "{Path}, imported as {Hash}, cannot be read.")]
    public static partial void LocalFileUnreadable(this ILogger logger, Exception exception, string path, string hash);

    [LoggerMessage(13, LogLevel.Warning,
        "{Path} has other bytes than it was imported with as {Hash}, although nobody changed it, and is not served; restore it from a backup and check it with: soundtime verify")]
    public static partial void LocalFileRotten(this ILogger logger, string path, string hash);
}
