namespace SoundTime.Api;

/// <summary>The bytes of a known track cannot be had.</summary>
public sealed class TrackContentException : Exception
{
    /// <summary>Says why; the message is for the log.</summary>
    public TrackContentException(TrackContentFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public TrackContentFailure Reason { get; }

    /// <summary>When trying again may help; null where that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
