using Microsoft.Extensions.Logging;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>Puts blobs into their places, moves them from one to another, and finds them.</summary>
internal sealed class BlobPlaces(BlobFolders folders, BlobCache cache, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Where a blob is looked for, in this order. What is moved from one place to the next while it is looked for is found in the next; what the admin unpins at that moment, at the second look
    /// into the cache.
    /// </summary>
    private static readonly BlobPlace[] LookedAt = [BlobPlace.Kept, BlobPlace.Cached, BlobPlace.Pinned, BlobPlace.Cached];

    /// <summary>
    /// Gives a blob whose bytes were verified its name. When this returns, it is on the disk. A blob of that name has the same bytes, so it may be replaced.
    /// </summary>
    /// <exception cref="BlobException">The disk is full, or cannot be written.</exception>
    public void Publish(IncomingBlob incoming, BlobHash hash, BlobPlace place)
    {
        var path = folders.PathOf(place, hash);
        Guard(path, () => File.SetLastWriteTimeUtc(incoming.Path, time.GetUtcNow().UtcDateTime));
        incoming.FlushToDisk();
        cache.Change(hash, () => incoming.MoveTo(path));
        BlobFiles.FlushFolderOf(path);
    }

    /// <summary>Moves a blob to another place, with its tree. Answers false if it is not in the first one.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool Move(BlobHash hash, BlobPlace from, BlobPlace to)
    {
        var (source, target) = (folders.PathOf(from, hash), folders.PathOf(to, hash));
        var isMoved = false;
        Guard(source, () =>
        {
            cache.Change(hash, () => isMoved = TryMove(source + BlobFolders.TreeSuffix, target + BlobFolders.TreeSuffix) | TryMove(source, target));
            if (isMoved)
            {
                // First the new name, then the end of the old one: a power loss in between leaves both, never none.
                BlobFiles.FlushFolderOf(target);
                BlobFiles.FlushFolderOf(source);
            }
        });
        return isMoved;
    }

    /// <summary>Puts away a blob whose bytes are wrong. Answers false if it is not here.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool SetAside(BlobHash hash)
    {
        var target = Path.Combine(folders.Rotten, hash.ToString());
        foreach (var place in LookedAt)
        {
            var path = folders.PathOf(place, hash);
            var isMoved = false;
            Guard(path, () => cache.Change(hash, () => isMoved = TryMove(path, target)));
            if (isMoved)
            {
                Guard(path, () => File.Delete(path + BlobFolders.TreeSuffix));
                BlobFiles.FlushFolderOf(path);
                logger.BlobSetAside(hash.ShortText, target);
                return true;
            }
        }

        return false;
    }

    /// <summary>What <paramref name="use"/> makes of the blob's path, of the first place where it does not find it missing; null where it is in none.</summary>
    /// <exception cref="BlobException">It is there, but cannot be read.</exception>
    public T? Find<T>(BlobHash hash, Func<string, T?> use)
    {
        foreach (var place in LookedAt)
        {
            var path = folders.PathOf(place, hash);
            try
            {
                return use(path);
            }
            catch (Exception error) when (FileErrors.IsNotFound(error))
            {
                // Then it is in the next, or in none.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw BlobException.From(error, path);
            }
        }

        return default;
    }

    private static bool TryMove(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, path);
        }
    }
}
