namespace SoundTime.Silo.Peers;

/// <summary>A library sync failed. The message is for the admin.</summary>
internal sealed class LibrarySyncException(LibrarySyncFailure reason, string message) : Exception(message)
{
    /// <summary>Why, to branch on.</summary>
    public LibrarySyncFailure Reason { get; } = reason;
}
