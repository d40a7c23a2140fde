using System.Runtime.CompilerServices;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>Reads the files that this node holds, one after the other, and says which of them are not what they should be. Changes nothing.</summary>
/// <param name="catalogue">Knows the imported files.</param>
/// <param name="blobs">Holds the blobs.</param>
/// <param name="budget">How fast it reads.</param>
/// <param name="libraries">Folders of which it is known that they hold music: a file is missing where the one above it is there, and the file is not. Of files elsewhere, their own folder must be there.</param>
public sealed class IntegrityCheck(ICatalogue catalogue, BlobStore blobs, ReadBudget budget, IReadOnlyList<string> libraries)
{
    /// <summary>Looks at the imported files in or below a folder, by path.</summary>
    /// <param name="folder">The folder; the root of the file system for all.</param>
    /// <param name="position">The path after which to begin; null for the first.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="Storage.StorageException">The catalogue cannot be read.</exception>
    public async IAsyncEnumerable<CheckedFile> CheckLibraryAsync(string folder, string? position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in catalogue.ListLocalFilesAsync(folder, position, cancellationToken))
        {
            if (await CheckAsync(file, cancellationToken) is { } looked)
            {
                yield return looked;
            }
        }
    }

    /// <summary>Looks at one imported file. Null if it was imported anew or forgotten meanwhile, so that what was seen says nothing.</summary>
    /// <exception cref="Storage.StorageException">The catalogue cannot be read.</exception>
    public async Task<CheckedFile?> CheckAsync(LocalFile file, CancellationToken cancellationToken)
    {
        var (verdict, error) = await LookAsync(file, cancellationToken);
        // A page of the catalogue may be read hours before its last file is.
        return verdict == CheckVerdict.Right || await catalogue.FindLocalFileAsync(file.Path, cancellationToken) is { } now && now with { IsRotten = file.IsRotten } == file
            ? new CheckedFile { Verdict = verdict, Subject = file.Path, Hash = file.Hash, File = file, Size = file.Size, Error = error }
            : null;
    }

    /// <summary>Looks at the blobs, by hash.</summary>
    /// <param name="position">The hash after which to begin; null for the first.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="BlobException">The folder of blobs cannot be read.</exception>
    public async IAsyncEnumerable<CheckedFile> CheckBlobsAsync(BlobHash? position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var blob in blobs.List(position))
        {
            if (await CheckBlobAsync(blob.Hash, cancellationToken) is { } looked)
            {
                yield return looked with { Place = blob.Place, Size = blob.Length };
            }
        }
    }

    /// <summary>Looks at one blob. Null if it is not here.</summary>
    public async Task<CheckedFile?> CheckBlobAsync(BlobHash hash, CancellationToken cancellationToken) =>
        await LookAsync(hash, cancellationToken) is var (verdict, error)
            ? new CheckedFile { Verdict = verdict, Subject = hash.ToString(), Hash = hash, Error = error }
            : null;

    /// <summary>The files among the blobs that are none.</summary>
    /// <exception cref="BlobException">The folder of blobs cannot be read.</exception>
    public IEnumerable<CheckedFile> FindStrays() =>
        blobs.ListStrays().Select(path => new CheckedFile { Verdict = CheckVerdict.Stray, Subject = path });

    private async Task<(CheckVerdict Verdict, string? Error)> LookAsync(LocalFile file, CancellationToken cancellationToken)
    {
        var known = new FileStamp(file.Size, file.ModifiedAt);
        if (FileStamp.Read(file.Path) is not { } before)
        {
            return (MissingFiles.Explain(file.Path, LibraryOf(file.Path)), null);
        }

        if (before != known)
        {
            return (CheckVerdict.Changed, null);
        }

        try
        {
            var stream = new FileStream(file.Path, FileReading.Options);
            await using (stream)
            {
                var hash = await FileReading.HashAsync(stream, budget, cancellationToken);
                return (hash == file.Hash ? CheckVerdict.Right : FileStamp.Read(file.Path) == known ? CheckVerdict.Rotten : CheckVerdict.Changed, null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileStamp.Read(file.Path) == known ? (CheckVerdict.Unreadable, e.Message) : (MissingFiles.Explain(file.Path, LibraryOf(file.Path)), e.Message);
        }
    }

    /// <summary>Null if the blob is gone.</summary>
    private async Task<(CheckVerdict Verdict, string? Error)?> LookAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        try
        {
            if (blobs.OpenUnverified(hash) is not { } stream)
            {
                return null;
            }

            await using (stream)
            {
                return (await FileReading.HashAsync(stream, budget, cancellationToken) == hash ? CheckVerdict.Right : CheckVerdict.Rotten, null);
            }
        }
        catch (Exception e) when (e is BlobException or IOException or UnauthorizedAccessException)
        {
            return (CheckVerdict.Unreadable, e.Message);
        }
    }

    private string LibraryOf(string path) =>
        libraries.FirstOrDefault(library => path.StartsWith(Path.TrimEndingDirectorySeparator(library) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        ?? Path.GetDirectoryName(path)!;
}
