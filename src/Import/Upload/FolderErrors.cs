using SoundTime.Storage;

namespace SoundTime.Import;

/// <summary>Says in an import's terms why the music folder cannot be written.</summary>
internal static class FolderErrors
{
    public static ImportException ToImportException(Exception exception, string folder) => FileErrors.IsDiskFull(exception)
        ? new ImportException(ImportFailure.DiskFull, $"The disk of {folder} is full; make room and upload again.", exception)
        : new ImportException(ImportFailure.NotWritable, $"The music folder {folder} cannot be written: {exception.Message}", exception);
}
