namespace SoundTime.Storage;

/// <summary>Tells apart what the file system reports.</summary>
internal static class FileErrors
{
    /// <summary>Linux: no space left on device.</summary>
    private const int Enospc = 28;

    /// <summary>Linux: disk quota exceeded.</summary>
    private const int Edquot = 122;

    /// <summary>Linux: the file is locked by another process (EAGAIN, as flock reports it).</summary>
    private const int Ewouldblock = 11;

    /// <summary>Windows: ERROR_SHARING_VIOLATION.</summary>
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Windows: ERROR_DISK_FULL.</summary>
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>Says in our words what went wrong with a folder that holds data.</summary>
    public static StorageException Translate(Exception error, string folder) =>
        error is IOException io && IsDiskFull(io)
            ? new StorageException(StorageFailure.DiskFull, $"The disk that holds {folder} is full. Free some space; nothing that was stored is lost.", error)
            : new StorageException(
                StorageFailure.NotAccessible,
                $"{folder} cannot be written by user '{Environment.UserName}': {error.Message} Give this user write access, or choose another data folder.",
                error);

    public static bool IsDiskFull(IOException error) => error.HResult is Enospc or Edquot or DiskFull;

    public static bool IsLocked(Exception error) => error is IOException { HResult: Ewouldblock or SharingViolation };

    public static bool IsNotFound(Exception error) => error is FileNotFoundException or DirectoryNotFoundException;
}
