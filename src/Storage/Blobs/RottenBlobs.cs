using Microsoft.Extensions.Logging;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>
/// Puts away blobs whose bytes are wrong: into <c>rotten/</c>, for the admin to look at, where the last <see cref="MaxBlobs"/> of them stay as long as they have no more than <see cref="MaxBytes"/>
/// together.
/// </summary>
internal sealed class RottenBlobs(BlobFolders folders, BlobCache cache, TimeProvider time, ILogger logger)
{
    /// <summary>Most blobs that stay.</summary>
    public const int MaxBlobs = 16;

    /// <summary>Most bytes that they take: 256 MiB.</summary>
    public const long MaxBytes = 256L << 20;

    /// <summary>
    /// Puts a blob away, from each place where it lies, unless its bytes are right there: whoever found them wrong may have held a file that was replaced since. Answers whether there was one to be
    /// put away.
    /// </summary>
    /// <exception cref="BlobException">It cannot be read or moved.</exception>
    public bool SetAside(BlobHash hash)
    {
        var isMoved = false;
        foreach (var place in Enum.GetValues<BlobPlace>())
        {
            var path = folders.PathOf(place, hash);
            BlobFiles.Guard(path, () => isMoved |= IsRotten(path, hash) && TryMove(path, hash, place));
        }

        if (isMoved)
        {
            BlobFiles.Guard(folders.Rotten, Trim);
        }

        return isMoved;
    }

    private static bool IsRotten(string path, BlobHash hash)
    {
        try
        {
            using var file = BlobFiles.Open(path);
            using var tree = BlobTree.Make(file, hash);
            return tree is null;
        }
        catch (Exception error) when (FileErrors.IsNotFound(error))
        {
            return false;
        }
        catch (IOException error) when (FileErrors.IsUnreadable(error))
        {
            return true;
        }
    }

    private bool TryMove(string path, BlobHash hash, BlobPlace place)
    {
        var target = Path.Combine(folders.Rotten, hash.ToString());
        var isMoved = false;
        cache.Change(hash, () =>
        {
            isMoved = BlobFiles.TryMove(path, target);
            if (isMoved && place == BlobPlace.Pinned)
            {
                // By this it is pinned again when it is fetched again.
                File.OpenHandle(folders.PinOf(hash), FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            }
            else if (isMoved)
            {
                File.Delete(path + BlobFolders.TreeSuffix);
            }
        });
        if (isMoved)
        {
            // The time by which the oldest of them go.
            File.SetLastWriteTimeUtc(target, time.GetUtcNow().UtcDateTime);
            BlobFiles.FlushFolderOf(path);
            logger.BlobSetAside(hash.ShortText, target);
        }

        return isMoved;
    }

    private void Trim()
    {
        var (blobs, bytes) = (0, 0L);
        foreach (var file in new DirectoryInfo(folders.Rotten).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc))
        {
            (blobs, bytes) = (blobs + 1, bytes + file.Length);
            if (blobs > MaxBlobs || bytes > MaxBytes)
            {
                file.Delete();
            }
        }
    }
}
