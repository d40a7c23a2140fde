using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>All blobs in the order of their hashes.</summary>
internal static class BlobListing
{
    /// <summary>Reads the folders of one first byte of the hashes at a time.</summary>
    /// <exception cref="BlobException">A folder cannot be read.</exception>
    public static IEnumerable<StoredBlob> List(BlobFolders folders, BlobHash? after, BlobPlace[] places)
    {
        for (var first = after is { } start ? start.FirstByte() : 0; first <= byte.MaxValue; first++)
        {
            foreach (var blob in ListFolder(folders, (byte)first, places))
            {
                if (after is null || blob.Hash > after)
                {
                    yield return blob;
                }
            }
        }
    }

    private static SortedDictionary<BlobHash, StoredBlob>.ValueCollection ListFolder(BlobFolders folders, byte first, BlobPlace[] places)
    {
        try
        {
            var blobs = new SortedDictionary<BlobHash, StoredBlob>();
            foreach (var place in places)
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
