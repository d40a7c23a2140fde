using System.IO.Enumeration;

namespace SoundTime.Import;

/// <summary>
/// Lists the music files below some paths, one by one and in order of name, without holding them all. Hidden files and folders are left
/// out; linked files are listed, linked folders entered once.
/// </summary>
/// <param name="paths">Files and folders. A file given here is listed whatever its name.</param>
/// <param name="onUnreadable">Told of folders and paths that cannot be listed, with the reason.</param>
internal sealed class MusicWalk(IReadOnlyList<string> paths, Action<string, string>? onUnreadable = null)
{
    /// <summary>Longest path that is entered or listed, in characters: what Linux opens.</summary>
    public const int MaxPathLength = 4095;

    /// <summary>Deepest nesting of folders that is entered.</summary>
    public const int MaxDepth = 100;

    /// <summary>How many entries of one folder are sorted at a time; a larger folder comes in sorted parts.</summary>
    private const int MaxSorted = 10_000;

    private static readonly EnumerationOptions Entries = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    private readonly string[] _roots = [.. paths.Where(Directory.Exists).Select(RealPath.Of)];
    private readonly HashSet<string> _linksEntered = new(StringComparer.Ordinal);

    public IEnumerable<string> Files()
    {
        foreach (var path in paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))))
        {
            if (!Directory.Exists(path))
            {
                yield return path;
                continue;
            }

            foreach (var file in Walk(path, depth: 0))
            {
                yield return file;
            }
        }
    }

    private IEnumerable<string> Walk(string folder, int depth)
    {
        if (depth > MaxDepth || folder.Length > MaxPathLength)
        {
            onUnreadable?.Invoke(folder, "The folder is nested too deeply to be searched.");
            yield break;
        }

        using var entries = Open(folder);
        while (entries is not null && ReadPart(folder, entries) is { Count: > 0 } part)
        {
            foreach (var file in part.Where(entry => !entry.IsFolder))
            {
                yield return file.Path;
            }

            foreach (var file in part.Where(entry => entry.IsFolder && MayEnter(entry)).SelectMany(entry => Walk(entry.Path, depth + 1)))
            {
                yield return file;
            }
        }
    }

    private IEnumerator<Entry>? Open(string folder)
    {
        try
        {
            return new FileSystemEnumerable<Entry>(folder, ToEntry, Entries)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsHidden && (entry.IsDirectory || AudioFormats.IsSupported(entry.FileName)),
            }.GetEnumerator();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onUnreadable?.Invoke(folder, e.Message);
            return null;
        }
    }

    private List<Entry> ReadPart(string folder, IEnumerator<Entry> entries)
    {
        var part = new List<Entry>();
        try
        {
            while (part.Count < MaxSorted && entries.MoveNext())
            {
                part.Add(entries.Current);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onUnreadable?.Invoke(folder, e.Message);
        }

        part.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return part;
    }

    /// <summary>A linked folder is entered if it neither lies in or above what is listed anyway, nor was entered before.</summary>
    private bool MayEnter(Entry folder)
    {
        if (!folder.IsLink)
        {
            return true;
        }

        var target = RealPath.Of(folder.Path);
        return !_roots.Any(root => IsBelow(target, root) || IsBelow(root, target)) && _linksEntered.Add(target);
    }

    private static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || folder == Path.GetPathRoot(folder);

    private static Entry ToEntry(ref FileSystemEntry entry) =>
        new(entry.ToFullPath(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint));

    private readonly record struct Entry(string Path, bool IsFolder, bool IsLink);
}
