namespace SoundTime.Import;

/// <summary>Why a file, or a whole import, failed.</summary>
public enum ImportFailure
{
    /// <summary>The file name does not end in one of <see cref="AudioFormats.Extensions"/>.</summary>
    UnsupportedFormat,

    /// <summary>ffprobe found no audio in it that we take: it is something else, or too broken to be played.</summary>
    NotAudio,

    /// <summary>The file is larger than allowed.</summary>
    TooLarge,

    /// <summary>The file or folder is missing, or this process may not read it.</summary>
    Unreadable,

    /// <summary>The file was written to while it was read; the next import takes it.</summary>
    ChangedWhileRead,

    /// <summary>ffprobe or ffmpeg did not end in time and was killed.</summary>
    TimedOut,

    /// <summary>ffprobe or ffmpeg is not installed.</summary>
    ProbeMissing,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The music folder cannot be written.</summary>
    NotWritable,

    /// <summary>The catalogue or the blob store failed.</summary>
    StorageFailed,
}
