using SoundTime.Storage;
using SoundTime.Storage.Blobs;

namespace SoundTime.Import;

/// <summary>Says in an import's terms what is wrong with the stores.</summary>
internal static class StorageErrors
{
    public static ImportException ToImportException(StorageException exception) => exception.Reason == StorageFailure.DiskFull
        ? new ImportException(ImportFailure.DiskFull, $"The disk is full; make room and import again. {exception.Message}", exception)
        : new ImportException(ImportFailure.StorageFailed, $"The catalogue cannot be used: {exception.Message}", exception);

    public static ImportException ToImportException(BlobException exception) => exception.Reason == BlobFailure.DiskFull
        ? new ImportException(ImportFailure.DiskFull, $"A picture cannot be kept: {exception.Message}", exception)
        : new ImportException(ImportFailure.StorageFailed, $"A picture cannot be kept: {exception.Message}", exception);
}
