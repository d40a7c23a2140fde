namespace SoundTime.Silo.Cache;

/// <summary>What the keeping of the cache writes to the log.</summary>
internal static partial class CacheLog
{
    [LoggerMessage(600, LogLevel.Warning, "The cache of tracks cannot be kept within its bounds: {Reason} That is tried again in a minute.")]
    public static partial void NotEvicted(this ILogger logger, string reason);

    [LoggerMessage(601, LogLevel.Information, "Moved {Count} tracks that an older version had fetched to the cache. It holds {Budget} bytes (P2P_CACHE_MAX_SIZE); what is beyond that goes, the longest unused first.")]
    public static partial void Adopted(this ILogger logger, long count, long budget);

    [LoggerMessage(602, LogLevel.Warning, "What an older version had fetched cannot be moved to the cache: {Reason} It goes on in {Delay}.")]
    public static partial void AdoptionPaused(this ILogger logger, string reason, TimeSpan delay);
}
