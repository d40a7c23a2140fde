using Microsoft.Data.Sqlite;

namespace SoundTime.Storage.Sqlite;

/// <summary>Says in our words what SQLite reports (result codes: https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log.</summary>
    private const int NoRoomForIndex = 4874;

    public static StorageException Translate(SqliteException error, string databasePath)
    {
        var (reason, text) = error switch
        {
            { SqliteErrorCode: Full } or { SqliteExtendedErrorCode: NoRoomForIndex } =>
                (StorageFailure.DiskFull, $"The disk that holds {databasePath} is full. Free some space; nothing that was stored is lost."),
            { SqliteErrorCode: Corrupt or NotADatabase } =>
                (StorageFailure.Damaged, $"{databasePath} is damaged or is no database of ours. It was left as it is: move it away, then put a backup in its place or start anew."),
            { SqliteErrorCode: CannotOpen or ReadOnly or Permission } =>
                (StorageFailure.NotAccessible, $"{databasePath} cannot be opened for writing by user '{Environment.UserName}'. Give this user write access to the file and its folder, or choose another data folder."),
            { SqliteErrorCode: Busy or Locked } =>
                (StorageFailure.Busy, $"{databasePath} stayed locked by another process for too long. Try again, or stop the other one."),
            _ => (StorageFailure.Other, $"SQLite failed on {databasePath}: {error.Message}"),
        };
        return new StorageException(reason, text, error);
    }
}
