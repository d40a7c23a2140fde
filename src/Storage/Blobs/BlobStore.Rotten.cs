using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>What is not as it should be.</summary>
public sealed partial class BlobStore
{
    /// <summary>
    /// The full paths of files and folders among the blobs that this store has not put there, read while it is enumerated. What is being written and what was set aside is not looked at.
    /// </summary>
    /// <exception cref="BlobException">A folder cannot be read.</exception>
    public IEnumerable<string> ListStrays() => BlobStrays.List(_folders);

    /// <summary>The blobs that were set aside and lie in <c>rotten/</c> still, in no order; only the last few are kept there.</summary>
    /// <exception cref="BlobException">The folder cannot be read.</exception>
    public IReadOnlyList<BlobHash> ListSetAside()
    {
        try
        {
            return [.. StoredFile.List(_folders.Rotten).Where(file => !file.IsTree).Select(file => file.Hash)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, _folders.Rotten);
        }
    }

    /// <summary>Removes the bytes that were set aside of a blob. Nothing happens where there are none.</summary>
    /// <exception cref="BlobException">They cannot be removed.</exception>
    public void DropSetAside(BlobHash hash)
    {
        var path = Path.Combine(_folders.Rotten, hash.ToString());
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, path);
        }
    }
}
