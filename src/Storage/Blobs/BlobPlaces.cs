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
    /// Gives a blob whose bytes were verified its name. When this returns, it is on the disk. A blob of that name has the same bytes, so it may be replaced. What was pinned when it was set aside is
    /// pinned again.
    /// </summary>
    /// <exception cref="BlobException">The disk is full, or cannot be written.</exception>
    public void Publish(IncomingBlob incoming, BlobHash hash, BlobPlace place)
    {
        place = place == BlobPlace.Cached && File.Exists(folders.PinOf(hash)) ? BlobPlace.Pinned : place;
        var path = folders.PathOf(place, hash);
        BlobFiles.Guard(path, () =>
        {
            folders.Ensure(place, hash);
            File.SetLastWriteTimeUtc(incoming.Path, time.GetUtcNow().UtcDateTime);
        });
        incoming.FlushToDisk();
        using var tree = MakeTree(incoming, hash);
        cache.Change(hash, () =>
        {
            if (tree.Groups > 1)
            {
                BlobTreeFile.TryWrite(tree, folders.Incoming, path + BlobFolders.TreeSuffix, logger);
            }

            incoming.MoveTo(path);
        });
        BlobFiles.FlushFolderOf(path);
    }

    /// <summary>Moves a blob to another place, with its tree. Answers false if it is not in the first one.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool Move(BlobHash hash, BlobPlace from, BlobPlace to)
    {
        var (source, target) = (folders.PathOf(from, hash), folders.PathOf(to, hash));
        var isMoved = false;
        BlobFiles.Guard(source, () =>
        {
            folders.Ensure(to, hash);
            cache.Change(hash, () =>
            {
                if (File.Exists(source))
                {
                    BlobFiles.TryMove(source + BlobFolders.TreeSuffix, target + BlobFolders.TreeSuffix);
                    isMoved = BlobFiles.TryMove(source, target);
                }
            });
            if (isMoved)
            {
                BlobFiles.FlushFolderOf(target);
                BlobFiles.FlushFolderOf(source);
            }
        });
        return isMoved;
    }

    /// <summary>Moves a pinned blob to the cache, or has one that was pinned when it was set aside not be pinned again. Answers false if it is not pinned.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool Unpin(BlobHash hash)
    {
        if (Move(hash, BlobPlace.Pinned, BlobPlace.Cached))
        {
            return true;
        }

        var pin = folders.PinOf(hash);
        var isPinned = false;
        BlobFiles.Guard(pin, () =>
        {
            isPinned = File.Exists(pin);
            File.Delete(pin);
        });
        return isPinned;
    }

    /// <summary>What <paramref name="use"/> makes of the blob's path, of the first place where it does not find it missing; null where it is in none.</summary>
    /// <exception cref="BlobException">It is there, but cannot be read.</exception>
    public T? Find<T>(BlobHash hash, Func<string, BlobPlace, T?> use)
    {
        foreach (var place in LookedAt)
        {
            var path = folders.PathOf(place, hash);
            try
            {
                return use(path, place);
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

    /// <summary>Reads the file once more: what the disk gives back is what will be read of it.</summary>
    private static BlobTree MakeTree(IncomingBlob incoming, BlobHash hash)
    {
        BlobTree? tree = null;
        BlobFiles.Guard(incoming.Path, () =>
        {
            using var file = incoming.OpenForReading();
            tree = BlobTree.Make(file, hash);
        });
        return tree ?? throw new BlobException(BlobFailure.NotAccessible, $"What was written to {incoming.Path} is not what is read from it. Check the disk.");
    }
}
