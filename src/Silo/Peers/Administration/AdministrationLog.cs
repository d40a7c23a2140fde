namespace SoundTime.Silo.Peers;

/// <summary>What the admin's work with peers writes to the log. Event ids are those of the program, from 300.</summary>
internal static partial class AdministrationLog
{
    [LoggerMessage(300, LogLevel.Information, "The library of node {Peer} was synced in {Seconds:0.0} s: {Synced} tracks are new, {Known} were known, {Missing} did not come.")]
    public static partial void LibrarySynced(this ILogger logger, string peer, long synced, long known, long missing, double seconds);

    [LoggerMessage(301, LogLevel.Warning, "The library of node {Peer} was not synced ({Reason}): {Text}")]
    public static partial void LibraryNotSynced(this ILogger logger, string peer, LibrarySyncFailure reason, string text);

    [LoggerMessage(302, LogLevel.Error, "The library of node {Peer} could not be synced.")]
    public static partial void LibrarySyncFailed(this ILogger logger, string peer, Exception exception);
}
