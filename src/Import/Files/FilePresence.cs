namespace SoundTime.Import;

/// <summary>Whether a recorded file is still there.</summary>
internal enum FilePresence
{
    /// <summary>It is there.</summary>
    Present,

    /// <summary>It was deleted or moved away.</summary>
    Gone,

    /// <summary>It cannot be seen, but that may be for an unplugged disk, a missing permission or a failing file system.</summary>
    Unknown,
}
