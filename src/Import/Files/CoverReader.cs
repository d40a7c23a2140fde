using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>
/// Puts a track's picture into the blob store: the embedded one, else a picture file beside it. A bad picture never fails its track.
/// </summary>
internal sealed partial class CoverReader(MediaProbe probe, BlobStore blobs, ILogger logger)
{
    private static readonly string[] FileNames =
        [.. from name in new[] { "cover", "folder", "front", "Cover", "Folder", "Front" }
            from extension in new[] { ".jpg", ".jpeg", ".png", ".webp" }
            select name + extension];

    private volatile FolderCover? _last;

    /// <exception cref="BlobException">The blob store itself failed.</exception>
    /// <exception cref="ImportException"><see cref="ImportFailure.ProbeMissing"/>: ffmpeg is not there.</exception>
    public async Task<BlobHash?> ReadAsync(string audioPath, int? pictureStream, CancellationToken cancellationToken)
    {
        try
        {
            var embedded = pictureStream is { } stream
                ? await probe.ReadPictureAsync<BlobHash?>(audioPath, stream, KeepAsync, cancellationToken)
                : null;
            return embedded ?? await ReadFolderCoverAsync(Path.GetDirectoryName(audioPath)!, cancellationToken);
        }
        catch (Exception e) when (IsBadPicture(e))
        {
            PictureSkipped(audioPath, e.Message);
            return null;
        }
    }

    private async Task<BlobHash?> ReadFolderCoverAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var name in FileNames)
        {
            var path = Path.Combine(folder, name);
            if (FileStamp.Read(path) is not { Size: > 0 and <= MediaProbe.MaxPictureSize } stamp)
            {
                continue;
            }

            // Files come folder by folder: remembering one picture spares reading it for every track of an album.
            if (_last is { } last && last.Path == path && last.Stamp == stamp)
            {
                return last.Hash;
            }

            await using var file = File.OpenRead(path);
            if (await MediaProbe.TakePictureAsync<BlobHash?>(file, KeepAsync, cancellationToken) is { } hash)
            {
                _last = new FolderCover(path, stamp, hash);
                return hash;
            }
        }

        return null;
    }

    private async Task<BlobHash?> KeepAsync(Stream picture, CancellationToken cancellationToken) =>
        await blobs.AddAsync(picture, MediaProbe.MaxPictureSize, cancellationToken);

    private static bool IsBadPicture(Exception exception) => exception switch
    {
        ImportException e => e.Reason != ImportFailure.ProbeMissing,
        BlobException e => e.Reason is not (BlobFailure.DiskFull or BlobFailure.NotAccessible),
        _ => exception is IOException or UnauthorizedAccessException,
    };

    [LoggerMessage(1, LogLevel.Information, "The picture of {Path} is left out: {Reason}")]
    private partial void PictureSkipped(string path, string reason);

    private sealed record FolderCover(string Path, FileStamp Stamp, BlobHash Hash);
}
