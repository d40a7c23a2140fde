namespace SoundTime.Import;

/// <summary>Says in an import's terms why the music folder cannot be written.</summary>
internal static class FolderErrors
{
    /// <summary>Linux: no space left on device, disk quota exceeded. Windows: ERROR_DISK_FULL.</summary>
    private static readonly int[] DiskFull = [28, 122, unchecked((int)0x80070070)];

    public static ImportException ToImportException(Exception exception, string folder) => DiskFull.Contains(exception.HResult)
        ? new ImportException(ImportFailure.DiskFull, $"The disk of {folder} is full; make room and upload again.", exception)
        : new ImportException(ImportFailure.NotWritable, $"The music folder {folder} cannot be written: {exception.Message}", exception);
}
