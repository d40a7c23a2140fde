using Microsoft.Extensions.Logging;
using SoundTime.Storage;

namespace SoundTime.Import;

public sealed partial class Importer
{
    /// <summary>
    /// Takes files out of the catalogue that were imported from <paramref name="folder"/> and are there no longer. Nothing is removed
    /// that may only be out of sight: a file stays if the folder itself, or the nearest folder left on the file's path, is missing, empty or
    /// unreadable, as that of an unplugged disk is. The log then says so.
    /// </summary>
    /// <param name="folder">A folder that was imported.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>How many files were removed.</returns>
    /// <exception cref="ImportException">The catalogue cannot be used.</exception>
    public Task<int> RemoveMissingAsync(string folder, CancellationToken cancellationToken)
    {
        var library = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return RemoveMissingAsync(library, library, emptyIsUnknown: true, cancellationToken);
    }

    /// <summary>The same for one file or folder of a library whose deletion was reported.</summary>
    internal Task<int> RemoveDeletedAsync(string path, string library, CancellationToken cancellationToken) =>
        RemoveMissingAsync(path, Path.TrimEndingDirectorySeparator(Path.GetFullPath(library)), emptyIsUnknown: false, cancellationToken);

    private async Task<int> RemoveMissingAsync(string path, string library, bool emptyIsUnknown, CancellationToken cancellationToken)
    {
        try
        {
            int removed = 0, kept = 0;
            string? firstKept = null;

            async Task CheckAsync(string file)
            {
                switch (MissingFiles.Check(file, library, emptyIsUnknown))
                {
                    case FilePresence.Gone:
                        removed += await _catalogue.RemoveLocalFileAsync(file, cancellationToken) ? 1 : 0;
                        break;
                    case FilePresence.Unknown:
                        kept++;
                        firstKept ??= file;
                        break;
                }
            }

            if (await _catalogue.FindLocalFileAsync(path, cancellationToken) is { } itself)
            {
                await CheckAsync(itself.Path);
            }

            await foreach (var file in _catalogue.ListLocalFilesAsync(path, cancellationToken))
            {
                await CheckAsync(file.Path);
            }

            if (kept > 0)
            {
                FilesKept(kept, path, firstKept!);
            }

            return removed;
        }
        catch (StorageException e)
        {
            throw StorageErrors.ToImportException(e);
        }
    }

    [LoggerMessage(11, LogLevel.Warning,
        "{Count} imported files below {Folder} cannot be seen and stay in the catalogue, for instance {Path}: a folder on the way is missing, empty or "
        + "unreadable, as if its disk were not mounted. Mount it; or, if the files are gone for good, delete the empty folder")]
    private partial void FilesKept(int count, string folder, string path);
}
