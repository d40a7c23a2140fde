using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Storage;

/// <summary>Bytes that we hold, wherever they lie: a blob file, or an imported file that has not changed since it was hashed and is not known to be rotten.</summary>
public sealed class LocalContent(ICatalogue catalogue, BlobStore blobs, ILogger<LocalContent> logger)
{
    /// <summary>
    /// The bytes with this hash, seekable, with their length; null if we do not hold them. Imported files that changed, are rotten
    /// or gone are passed over, with a warning.
    /// </summary>
    /// <exception cref="BlobException">There is a blob file, but it cannot be read.</exception>
    /// <exception cref="StorageException">
    /// The catalogue cannot be asked, or the only files that should hold the bytes cannot be read: whether we hold them is not known.
    /// </exception>
    public async Task<Stream?> OpenAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        if (blobs.OpenRead(hash) is { } blob)
        {
            return blob;
        }

        StorageException? unreadable = null;
        foreach (var file in await catalogue.FindLocalFilesAsync(hash, cancellationToken).ConfigureAwait(false))
        {
            if (file.IsRotten)
            {
                logger.LocalFileRotten(file.Path, hash.ShortText);
                continue;
            }

            try
            {
                if (OpenUnchanged(file) is { } stream)
                {
                    return stream;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                logger.LocalFileUnreadable(error, file.Path, hash.ShortText);
                unreadable = new StorageException(
                    StorageFailure.NotAccessible,
                    $"{file.Path} cannot be read by user '{Environment.UserName}': {error.Message} Check the disk and the rights of this user.",
                    error);
            }
        }

        return unreadable is null ? null : throw unreadable;
    }

    private FileStream? OpenUnchanged(LocalFile file)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(file.Path, BlobFiles.Reading);
        }
        catch (Exception error) when (FileErrors.IsNotFound(error))
        {
            logger.LocalFileMissing(file.Path, file.Hash.ShortText);
            return null;
        }

        // Asked of the open file, so that it cannot be exchanged in between.
        if (stream.Length == file.Size && Microseconds(File.GetLastWriteTimeUtc(stream.SafeFileHandle)) == Microseconds(file.ModifiedAt.UtcDateTime))
        {
            return stream;
        }

        stream.Dispose();
        logger.LocalFileChanged(file.Path, file.Hash.ShortText);
        return null;
    }

    /// <summary>What every store and every importer keeps of a time; the file system may give more.</summary>
    private static long Microseconds(DateTime time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
