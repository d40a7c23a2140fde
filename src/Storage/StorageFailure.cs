namespace SoundTime.Storage;

/// <summary>Why the store failed.</summary>
public enum StorageFailure
{
    /// <summary>The folder or file cannot be read or written by this process.</summary>
    NotAccessible,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The database is damaged or not ours.</summary>
    Damaged,

    /// <summary>The database was written by a newer version of the program.</summary>
    NewerSchema,

    /// <summary>The database stayed locked by another process.</summary>
    Busy,

    /// <summary>Anything else; the inner exception says more.</summary>
    Other,
}
