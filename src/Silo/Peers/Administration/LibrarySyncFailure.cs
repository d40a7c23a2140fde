namespace SoundTime.Silo.Peers;

/// <summary>Why a library sync failed.</summary>
internal enum LibrarySyncFailure
{
    /// <summary>The peer did not answer.</summary>
    NoAnswer,

    /// <summary>The peer was blocked meanwhile.</summary>
    Blocked,

    /// <summary>The peer did not take all of our tracks.</summary>
    NotTaken,

    /// <summary>It took longer than any may.</summary>
    TooLong,
}
