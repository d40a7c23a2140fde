namespace SoundTime.Storage;

/// <summary>The store could not answer or keep something. What was asked for is unknown, not absent.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Says what failed and why.</summary>
    public StorageException(StorageFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why, to branch on.</summary>
    public StorageFailure Reason { get; }
}
