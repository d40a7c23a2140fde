namespace SoundTime.Silo.Remote;

/// <summary>The running node did not do what it was asked. The message says what to do next.</summary>
internal sealed class NodeRequestException(NodeRequestFailure reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why, to branch on.</summary>
    public NodeRequestFailure Reason { get; } = reason;
}
