namespace SoundTime.Import;

/// <summary>The path of a folder with every link on the way resolved.</summary>
internal static class RealPath
{
    /// <summary>Most links that are followed: what Linux follows.</summary>
    private const int MaxLinks = 40;

    public static string Of(string path)
    {
        var links = 0;
        return Resolve(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), ref links);
    }

    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var real = Path.Combine(Resolve(parent, ref links), Path.GetFileName(path));
        return new DirectoryInfo(real).LinkTarget is { } target && ++links <= MaxLinks
            ? Resolve(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target, Path.GetDirectoryName(real)!)), ref links)
            : real;
    }
}
