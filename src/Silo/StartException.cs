namespace SoundTime.Silo;

/// <summary>The node could not start, or not go on. The message says what to do next.</summary>
internal sealed class StartException(StartFailure reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why, to branch on.</summary>
    public StartFailure Reason { get; } = reason;
}
