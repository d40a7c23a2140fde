using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using SoundTime.Blake3;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>Opens blobs so that nobody gets a byte that is not the one that was written.</summary>
internal sealed class VerifiedBlobs(BlobFolders folders, BlobCache cache, BlobPlaces places, RottenBlobs rotten, TimeProvider time, ILogger logger)
{
    /// <summary>A use is written no sooner after the one before.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    /// <summary>Opens a blob; null if it is not here, or is found to be rotten, which puts it away.</summary>
    /// <exception cref="BlobException">It is here but cannot be read.</exception>
    public Stream? Open(BlobHash hash)
    {
        VerifiedBlobStream? stream = null;
        cache.BeginRead(hash);
        try
        {
            return stream = places.Find(hash, (path, place) => new FoundBlob(BlobFiles.Open(path), path, place)) is { } found ? Open(hash, found) : null;
        }
        finally
        {
            if (stream is null)
            {
                cache.EndRead(hash);
            }
        }
    }

    /// <summary>The last that a stream does.</summary>
    public void Close(OpenBlob blob, SafeFileHandle file)
    {
        NoteUse(blob, file);
        file.Dispose();
        cache.EndRead(blob.Hash);
    }

    /// <summary>A reader came upon wrong bytes, or upon some that the disk does not give: the blob is put away, and the reader gets this.</summary>
    public IOException Rot(BlobHash hash, Exception? cause)
    {
        try
        {
            rotten.SetAside(hash);
        }
        catch (BlobException error)
        {
            logger.BlobNotSetAside(error, hash.ShortText);
        }

        var reason = new BlobException(BlobFailure.Rotten, $"The bytes of blob {hash.ShortText} on the disk are not those that were written. It is not served any more.", cause);
        return new IOException(reason.Message, reason);
    }

    private VerifiedBlobStream? Open(BlobHash hash, FoundBlob found)
    {
        VerifiedBlobStream? stream = null;
        try
        {
            if (FindTree(hash, found) is { } tree)
            {
                var blob = new OpenBlob(hash, IsUseNoted: found.Place is not BlobPlace.Kept);
                NoteUse(blob, found.File);
                return stream = new VerifiedBlobStream(found.File, tree, this, blob);
            }

            rotten.SetAside(hash);
            return null;
        }
        catch (IOException error) when (FileErrors.IsUnreadable(error))
        {
            rotten.SetAside(hash);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BlobException.From(error, found.Path);
        }
        finally
        {
            if (stream is null)
            {
                found.File.Dispose();
            }
        }
    }

    /// <summary>The tree of a blob: from its file, or made anew if that is missing or wrong. Null if the blob is rotten.</summary>
    private BlobTree? FindTree(BlobHash hash, FoundBlob found)
    {
        var treePath = found.Path + BlobFolders.TreeSuffix;
        var length = RandomAccess.GetLength(found.File);
        if (length > Blake3Groups.GroupLength && BlobTreeFile.Read(treePath, hash, length) is { } tree)
        {
            return tree;
        }

        var made = BlobTree.Make(found.File, hash);
        if (made is { Groups: > 1 })
        {
            cache.Change(hash, () =>
            {
                // It may have been moved or evicted meanwhile: then the tree would be nobody's.
                if (File.Exists(found.Path))
                {
                    BlobTreeFile.TryWrite(made, folders.Incoming, treePath, logger);
                }
            });
        }

        return made;
    }

    /// <summary>Writes, as the file's time, that a blob is used now, unless that was written lately.</summary>
    private void NoteUse(OpenBlob blob, SafeFileHandle file)
    {
        if (!blob.IsUseNoted)
        {
            return;
        }

        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            // Also where the clock was set back: such a blob would stay for ever.
            if ((now - File.GetLastWriteTimeUtc(file)).Duration() >= UseInterval)
            {
                File.SetLastWriteTimeUtc(file, now);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.UseNotNoted(error, blob.Hash.ShortText);
        }
    }
}
