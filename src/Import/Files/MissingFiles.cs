namespace SoundTime.Import;

/// <summary>
/// Tells a deleted file from one that cannot be seen just now. A file is gone only if the nearest folder that is left on its path can be
/// listed, is not empty, and does not list the next name on the path. So a missing library folder, an empty mount point, a folder
/// without permission or a dead network share never make a file gone.
/// </summary>
internal static class MissingFiles
{
    /// <param name="path">Full path of the file.</param>
    /// <param name="library">The folder above it that must be there, or nothing is known.</param>
    /// <param name="emptyIsUnknown">Whether an empty folder may be an unmounted one; not so after a deletion was reported.</param>
    public static FilePresence Check(string path, string library, bool emptyIsUnknown)
    {
        if (File.Exists(path))
        {
            return FilePresence.Present;
        }

        var (folder, name) = (Path.GetDirectoryName(path), Path.GetFileName(path));
        while (!Directory.Exists(folder))
        {
            if (folder is null || folder.Length <= library.Length)
            {
                return FilePresence.Unknown;
            }

            (folder, name) = (Path.GetDirectoryName(folder), Path.GetFileName(folder));
        }

        try
        {
            var isEmpty = true;
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
            {
                isEmpty = false;
                if (Path.GetFileName(entry.AsSpan()).SequenceEqual(name))
                {
                    return FilePresence.Unknown;
                }
            }

            return isEmpty && emptyIsUnknown ? FilePresence.Unknown : FilePresence.Gone;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FilePresence.Unknown;
        }
    }

    /// <summary>Why a file that was imported is not to be seen at its path.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="library">The folder above it that must be there, or nothing is known.</param>
    public static CheckVerdict Explain(string path, string library)
    {
        if (Check(path, library, emptyIsUnknown: true) == FilePresence.Gone)
        {
            return CheckVerdict.Missing;
        }

        try
        {
            // Where its folder lists something, it lists the file too, or the file would be gone: a link that leads nowhere, a folder of its name, a failing disk.
            return Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!).Any() ? CheckVerdict.Unreadable : CheckVerdict.NotReachable;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckVerdict.NotReachable;
        }
    }
}
