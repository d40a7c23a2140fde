namespace SoundTime.Silo.Peers;

/// <summary>What fetching covers writes to the log. Event ids are those of the program, from 260.</summary>
internal static partial class CoverLog
{
    [LoggerMessage(260, LogLevel.Debug, "Cover {Hash} of album {Album} lies at {Path}.")]
    public static partial void CoverPlaced(this ILogger logger, string hash, Guid album, string path);

    [LoggerMessage(261, LogLevel.Debug, "Node {Peer} did not send cover {Hash} ({Reason}): {Text}")]
    public static partial void CoverNotSent(this ILogger logger, string peer, string hash, PeerRequestFailure reason, string text);

    [LoggerMessage(262, LogLevel.Debug, "Node {Peer} has no cover {Hash} for us: it says {Length} bytes, 1 to {Most} are taken.")]
    public static partial void CoverLengthRefused(this ILogger logger, string peer, string hash, uint length, int most);

    [LoggerMessage(263, LogLevel.Debug, "Cover {Hash} of album {Album} did not come ({Outcome}); the next try is at {NextTry}.")]
    public static partial void CoverPostponed(this ILogger logger, string hash, Guid album, CoverOutcome outcome, DateTimeOffset? nextTry);

    [LoggerMessage(264, LogLevel.Warning, "Cover {Hash} cannot be kept: {Text}")]
    public static partial void CoverNotKept(this ILogger logger, string hash, string text);

    [LoggerMessage(265, LogLevel.Error, "The database does not say which covers are wanted, or does not take what came.")]
    public static partial void CoversUnknown(this ILogger logger, Exception exception);
}
