namespace SoundTime.Import;

/// <summary>What a look at a file came to.</summary>
public enum CheckVerdict
{
    /// <summary>Its bytes are those of its hash.</summary>
    Right,

    /// <summary>Its size or time is not that of its import: somebody has changed it, and the next scan takes it in again. Its bytes were not read.</summary>
    Changed,

    /// <summary>Its bytes are not those of its hash, although nobody has changed it.</summary>
    Rotten,

    /// <summary>It is gone, although its folder is there.</summary>
    Missing,

    /// <summary>Its folder is gone, empty or closed, as that of a disk that is not plugged in: nothing is known of it.</summary>
    NotReachable,

    /// <summary>It is there and cannot be read: what its bytes are is not known.</summary>
    Unreadable,

    /// <summary>It lies among the blobs and is none.</summary>
    Stray,
}
