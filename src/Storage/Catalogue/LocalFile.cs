using SoundTime.Wire;

namespace SoundTime.Storage.Catalogue;

/// <summary>An imported file where it lies.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Hash">BLAKE3 of its bytes when it was imported.</param>
/// <param name="Size">Size in bytes when it was imported.</param>
/// <param name="ModifiedAt">Time of last change when it was imported, as the file system gives it.</param>
public sealed record LocalFile(string Path, BlobHash Hash, long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>Whether its bytes were found to be others than it was imported with, although size and time are the same: see <c>IIntegrityStore</c>. It is not served.</summary>
    public bool IsRotten { get; init; }
}
