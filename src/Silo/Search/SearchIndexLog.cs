namespace SoundTime.Silo.Search;

/// <summary>What the making of the index of words writes to the log.</summary>
internal static partial class SearchIndexLog
{
    [LoggerMessage(500, LogLevel.Information, "{Count} tracks, albums and artists of an older version can be found by words now; the others follow.")]
    public static partial void Progress(this ILogger logger, long count);

    [LoggerMessage(501, LogLevel.Information, "All tracks, albums and artists can be found by words now, {Count} of them of an older version.")]
    public static partial void Completed(this ILogger logger, long count);

    [LoggerMessage(502, LogLevel.Warning, "What an older version wrote cannot be made findable: {Reason} It goes on in {Delay}.")]
    public static partial void Paused(this ILogger logger, string reason, TimeSpan delay);
}
