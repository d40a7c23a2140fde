using SoundTime.Storage;
using SoundTime.Storage.Covers;

namespace SoundTime.Silo.Peers;

/// <summary>The folder of the covers that peers sent: <c>p2p-covers</c> below a folder that the admin chose. Nothing is ever written outside of it.</summary>
/// <param name="baseFolder">The folder that the admin chose; it may be a link, nothing below it may.</param>
internal sealed class CoverFolder(string baseFolder)
{
    /// <summary>Its name, as Rust nodes have it.</summary>
    public const string Name = "p2p-covers";

    private const string AsideExtension = ".new";

    private readonly string _folder = Path.Combine(baseFolder, Name);

    /// <summary>
    /// Writes an album's cover beside its place, flushes it and renames it: the file is either not there or whole. Answers its path relative to this folder.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or a folder on the way is a link.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public async Task<string> WriteAsync(WantedCover cover, Stream image, CancellationToken cancellationToken)
    {
        var path = CoverPath.Of(cover);
        var file = Path.Combine(_folder, path);
        var albumFolder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(baseFolder);
        EnsureFolder(_folder);
        EnsureFolder(Path.GetDirectoryName(albumFolder)!);
        EnsureFolder(albumFolder);

        var aside = file + AsideExtension;
        // What a killed process left. Removing and creating anew follows no link of that name.
        File.Delete(aside);
        await using (var written = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
        {
            await image.CopyToAsync(written, cancellationToken);
            written.Flush(flushToDisk: true);
        }

        File.Move(aside, file, overwrite: true);
        FolderFlush.Flush(albumFolder);
        return path;
    }

    private static void EnsureFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            FolderFlush.Flush(Path.GetDirectoryName(folder)!);
        }

        if (new DirectoryInfo(folder).LinkTarget is { } target)
        {
            throw new IOException($"{folder} is a link to {target}. Covers are not written through links: replace it by a folder.");
        }
    }
}
