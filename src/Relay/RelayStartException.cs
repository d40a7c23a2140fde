namespace SoundTime.Relay;

/// <summary>The relay cannot start. The text says what to do next.</summary>
public sealed class RelayStartException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public RelayStartException(RelayStartFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public RelayStartFailure Reason { get; }
}
