namespace SoundTime.Storage.Integrity;

/// <summary>What is wrong with a file. Its numbers are what the tables keep.</summary>
public enum FindingKind
{
    /// <summary>An imported file has the size and the time that it had when it was imported, and other bytes: the disk has changed them. It is not served.</summary>
    RottenFile = 1,

    /// <summary>An imported file is gone, although its folder is there.</summary>
    MissingFile = 2,

    /// <summary>An imported file is there and cannot be read: what its bytes are is not known.</summary>
    UnreadableFile = 3,

    /// <summary>A blob had other bytes than its hash says. It was set aside and is not served.</summary>
    RottenBlob = 4,

    /// <summary>A blob is there and cannot be read: what its bytes are is not known.</summary>
    UnreadableBlob = 5,

    /// <summary>A file in the folder of blobs is none.</summary>
    StrayFile = 6,
}
