using System.Globalization;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>What lies in the folders of a blob store and was not put there by it.</summary>
internal static class BlobStrays
{
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private static readonly HashSet<string> FirstBytes = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(first => first.ToString("x2", CultureInfo.InvariantCulture))];

    /// <summary>The full paths of strangers, files or folders, read while it is enumerated.</summary>
    /// <exception cref="BlobException">A folder cannot be read.</exception>
    public static IEnumerable<string> List(BlobFolders folders) =>
        FoldersOf(folders).SelectMany(folder => Strangers(folder, name => IsOurs(folders, folder, name)));

    /// <summary>The root, the places in it, and the folders of their blobs. Those of what is being written and of what was set aside hold what they hold.</summary>
    private static IEnumerable<string> FoldersOf(BlobFolders folders)
    {
        yield return folders.Root;
        foreach (var place in Enum.GetValues<BlobPlace>())
        {
            if (PlaceOf(folders, place) is var root && root != folders.Root)
            {
                yield return root;
            }

            for (var first = 0; first <= byte.MaxValue; first++)
            {
                yield return folders.FolderOf(place, (byte)first);
            }
        }
    }

    private static List<string> Strangers(string folder, Predicate<string> isOurs)
    {
        try
        {
            // The folders of blobs are made when the first of them comes.
            return !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFileSystemEntries(folder, "*", Options).Where(path => !isOurs(Path.GetFileName(path)))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, folder);
        }
    }

    private static bool IsOurs(BlobFolders folders, string folder, string name)
    {
        var first = Path.GetFileName(folder);
        if (FirstBytes.Contains(first) && folder != folders.Root)
        {
            var hash = name.EndsWith(BlobFolders.TreeSuffix, StringComparison.Ordinal) ? name[..^BlobFolders.TreeSuffix.Length] : name;
            return hash.StartsWith(first, StringComparison.Ordinal) && BlobHash.TryParse(hash, out _);
        }

        var path = Path.Combine(folder, name);
        return FirstBytes.Contains(name) || path == folders.Incoming || path == folders.Rotten || Enum.GetValues<BlobPlace>().Any(place => path == PlaceOf(folders, place));
    }

    private static string PlaceOf(BlobFolders folders, BlobPlace place) => Path.GetDirectoryName(folders.FolderOf(place, 0))!;
}
