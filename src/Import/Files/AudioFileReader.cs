using SoundTime.Storage.Catalogue;

namespace SoundTime.Import;

/// <summary>Reads one file whole: tags, hash, picture. What comes out is ready for the catalogue.</summary>
internal sealed class AudioFileReader(MediaProbe probe, CoverReader covers)
{
    /// <summary>How often a file is read that changes meanwhile.</summary>
    private const int MaxAttempts = 2;

    /// <exception cref="ImportException">The file cannot be imported.</exception>
    /// <exception cref="Storage.Blobs.BlobException">The picture could not be kept because the blob store failed.</exception>
    public async Task<TrackImport> ReadAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var before = FileStamp.Read(path)
                ?? throw new ImportException(ImportFailure.Unreadable, "The file is not there, or this process may not see it.");
            try
            {
                var import = await ReadOnceAsync(path, before, cancellationToken);
                if (FileStamp.Read(path) == before)
                {
                    return import;
                }
            }
            catch (ImportException) when (FileStamp.Read(path) != before)
            {
                // Half a file may well be unreadable; only a file that holds still is judged.
            }
        }

        throw new ImportException(ImportFailure.ChangedWhileRead, "The file changed while it was read; the next import takes it.");
    }

    private async Task<TrackImport> ReadOnceAsync(string path, FileStamp stamp, CancellationToken cancellationToken)
    {
        // An empty file may also be a pipe or a device, which must not even be opened.
        if (stamp.Size == 0)
        {
            throw new ImportException(ImportFailure.NotAudio, "The file is empty.");
        }

        try
        {
            await using var file = new FileStream(path, FileOptions);
            var media = await probe.ReadAsync(path, Path.GetFileName(path), cancellationToken);
            var hash = await FileHash.ReadAsync(file, copy: null, long.MaxValue, cancellationToken);
            var cover = await covers.ReadAsync(path, media.PictureStream, cancellationToken);
            return new TrackImport(new LocalFile(path, hash, stamp.Size, stamp.ModifiedAt), media.Tags, cover);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException(ImportFailure.Unreadable, $"The file cannot be read: {e.Message}", e);
        }
    }

    private static readonly FileStreamOptions FileOptions = new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = System.IO.FileOptions.Asynchronous | System.IO.FileOptions.SequentialScan,
        BufferSize = 0,
    };
}
