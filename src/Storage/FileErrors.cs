namespace SoundTime.Storage;

/// <summary>Tells apart what the file system reports.</summary>
public static class FileErrors
{
    /// <summary>Linux: no space left on device.</summary>
    private const int Enospc = 28;

    /// <summary>Linux: disk quota exceeded.</summary>
    private const int Edquot = 122;

    /// <summary>Linux: the device reports an error, as for a sector that cannot be read (EIO).</summary>
    private const int Eio = 5;

    /// <summary>Linux: the file is locked by another process (EAGAIN, as flock reports it).</summary>
    private const int Ewouldblock = 11;

    /// <summary>Says in our words what went wrong with a folder that holds data.</summary>
    internal static StorageException Translate(Exception error, string folder) =>
        IsDiskFull(error)
            ? new StorageException(StorageFailure.DiskFull, $"The disk that holds {folder} is full. Free some space; nothing that was stored is lost.", error)
            : new StorageException(
                StorageFailure.NotAccessible,
                $"{folder} cannot be written by user '{Environment.UserName}': {error.Message} Give this user write access, or choose another data folder.",
                error);

    /// <summary>Whether there was no room, on the disk or in the user's quota.</summary>
    public static bool IsDiskFull(Exception error) => error is IOException { HResult: Enospc or Edquot };

    /// <summary>Whether the disk itself cannot give the bytes.</summary>
    internal static bool IsUnreadable(Exception error) => error is IOException { HResult: Eio };

    internal static bool IsLocked(Exception error) => error is IOException { HResult: Ewouldblock };

    internal static bool IsNotFound(Exception error) => error is FileNotFoundException or DirectoryNotFoundException;
}
