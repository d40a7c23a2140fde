namespace SoundTime.Storage.Blobs;

/// <summary>Why a blob could not be kept or read.</summary>
public enum BlobFailure
{
    /// <summary>The bytes are not those that the hash names.</summary>
    HashMismatch,

    /// <summary>There are more or fewer bytes than were promised.</summary>
    LengthMismatch,

    /// <summary>There are more bytes than the caller allows.</summary>
    TooLarge,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The blob folder or a file in it cannot be read or written.</summary>
    NotAccessible,

    /// <summary>Whoever wrote the blob gave up before its end.</summary>
    Abandoned,

    /// <summary>The bytes on the disk are not those that were written there. The blob is put away, and is not here any more.</summary>
    Rotten,
}
