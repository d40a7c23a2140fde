using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>All blobs in the order of their hashes.</summary>
internal static class BlobListing
{
    /// <summary>Reads the folders of one first byte of the hashes at a time.</summary>
    /// <exception cref="BlobException">A folder cannot be read.</exception>
    public static IEnumerable<StoredBlob> List(BlobFolders folders, BlobHash? after)
    {
        for (var first = after is { } start ? start.FirstByte() : 0; first <= byte.MaxValue; first++)
        {
            foreach (var blob in ListFolder(folders, (byte)first))
            {
                if (after is null || blob.Hash > after)
                {
                    yield return blob;
                }
            }
        }
    }

    private static SortedDictionary<BlobHash, StoredBlob>.ValueCollection ListFolder(BlobFolders folders, byte first)
    {
        try
        {
            var blobs = new SortedDictionary<BlobHash, StoredBlob>();
            foreach (var place in Enum.GetValues<BlobPlace>())
            {
                foreach (var file in StoredFile.List(folders.FolderOf(place, first)).Where(file => !file.IsTree))
                {
                    blobs.TryAdd(file.Hash, new StoredBlob(file.Hash, file.Length, place, new DateTimeOffset(file.LastUse, TimeSpan.Zero)));
                }
            }

            return blobs.Values;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, folders.Root);
        }
    }
}
