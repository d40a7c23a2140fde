using System.Runtime.CompilerServices;

namespace SoundTime.House.Tests;

/// <summary>The repository that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>All files of ours with this ending, as paths from the root.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, new EnumerationOptions { RecurseSubdirectories = true })
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal)
                && !file.Contains("/node_modules/", StringComparison.Ordinal)
                && !file.StartsWith(".git/", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
