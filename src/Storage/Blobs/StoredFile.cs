using System.IO.Enumeration;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>A file of a place, as its folder lists it: a blob or a hash tree.</summary>
/// <param name="Hash">The blob, or that which the tree is of.</param>
/// <param name="IsTree">Whether it is a tree.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="LastUse">When it was last written, which of a blob says when it was last used.</param>
internal readonly record struct StoredFile(BlobHash Hash, bool IsTree, long Length, DateTime LastUse)
{
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The files of a folder, in no order; none where it does not exist. What bears no hash is passed over.</summary>
    public static IEnumerable<StoredFile> List(string folder) =>
        Directory.Exists(folder) ? new FileSystemEnumerable<StoredFile>(folder, Read, Options) { ShouldIncludePredicate = IsStored } : [];

    private static bool IsStored(ref FileSystemEntry entry) => !entry.IsDirectory && BlobHash.TryParse(NameOf(ref entry, out _), out _);

    private static StoredFile Read(ref FileSystemEntry entry)
    {
        _ = BlobHash.TryParse(NameOf(ref entry, out var isTree), out var hash);
        return new StoredFile(hash, isTree, entry.Length, entry.LastWriteTimeUtc.UtcDateTime);
    }

    private static ReadOnlySpan<char> NameOf(ref FileSystemEntry entry, out bool isTree)
    {
        isTree = entry.FileName.EndsWith(BlobFolders.TreeSuffix, StringComparison.Ordinal);
        return isTree ? entry.FileName[..^BlobFolders.TreeSuffix.Length] : entry.FileName;
    }
}
