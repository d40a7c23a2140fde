namespace SoundTime.Silo.Guardian;

/// <summary>What the watch over the files writes to the log. A finding is told once, when it is new.</summary>
internal static partial class GuardianLog
{
    [LoggerMessage(700, LogLevel.Warning, "{Path} has other bytes than it was imported with, although nobody changed it, and is not served any more. Restore it from a backup, then run: soundtime verify")]
    public static partial void FileRotten(this ILogger logger, string path);

    [LoggerMessage(701, LogLevel.Warning, "{Path} was imported and is gone. Restore it; if it is gone for good, the next scan of its folder forgets it.")]
    public static partial void FileMissing(this ILogger logger, string path);

    [LoggerMessage(702, LogLevel.Warning, "{Subject} cannot be read, so whether its bytes are right is not known: {Reason} Check the disk, and the rights of this user.")]
    public static partial void Unreadable(this ILogger logger, string subject, string reason);

    [LoggerMessage(703, LogLevel.Warning, "Blob {Hash} had other bytes than its hash says, and was set aside. A track is fetched again as soon as a peer that has it is online.")]
    public static partial void BlobRotten(this ILogger logger, string hash);

    [LoggerMessage(704, LogLevel.Information, "{Path} lies among the blobs and is none. Move it away if it is yours, or delete it.")]
    public static partial void Stray(this ILogger logger, string path);

    [LoggerMessage(705, LogLevel.Information, "Blob {Hash} was fetched again from a peer, and is right.")]
    public static partial void BlobMended(this ILogger logger, string hash);

    [LoggerMessage(706, LogLevel.Information, "The scrub that began at {Started:u} has read all files: {Checked} of them, {Bytes} bytes; it found something wrong with {Found}, and {NotReachable} were out of reach.")]
    public static partial void RoundEnded(this ILogger logger, DateTimeOffset started, long @checked, long bytes, long found, long notReachable);

    [LoggerMessage(707, LogLevel.Warning, "The scrub waits, and tries again every {Delay}: {Reason}")]
    public static partial void ScrubPaused(this ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(708, LogLevel.Warning, "Findings cannot be gone through, which is tried again every {Delay}: {Reason}")]
    public static partial void ReviewPaused(this ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(709, LogLevel.Warning, "Files that are not right: {Rotten} rotten, {Missing} missing, {Unreadable} unreadable; {Blobs} blobs; {Strays} strays. GET /api/admin/integrity names them; docs/verify.md says what to do. {Scrub}")]
    public static partial void OpenAtStart(this ILogger logger, long rotten, long missing, long unreadable, long blobs, long strays, string scrub);

    [LoggerMessage(710, LogLevel.Information, "Nothing is known to be wrong with any file. {Scrub}")]
    public static partial void NothingOpenAtStart(this ILogger logger, string scrub);
}
