using Microsoft.Extensions.Logging;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Import;

/// <summary>
/// Takes uploaded files into the music folder and the catalogue. An upload is written aside, checked, flushed and only then given its name
/// <c>artist/album/file</c>; its row comes last, so that a track is never listed without its file.
/// </summary>
public sealed class UploadImporter
{
    /// <summary>Largest upload unless told otherwise, in bytes: 500 MiB.</summary>
    public const long DefaultMaxBytes = 500L * 1024 * 1024;

    /// <summary>Folder below the music folder where uploads are written; hidden, so that no scan looks into it.</summary>
    public const string IncomingFolder = ".incoming";

    /// <summary>Folder for tracks without an album.</summary>
    private const string SinglesFolder = "singles";

    /// <summary>How old a file in the incoming folder is when its upload is surely dead: its process was killed.</summary>
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    /// <summary>How many names are tried for one file.</summary>
    private const int MaxNames = 10;

    private readonly string _musicFolder;
    private readonly ICatalogue _catalogue;
    private readonly MediaProbe _probe;
    private readonly CoverReader _covers;
    private readonly ILogger _logger;
    private readonly Func<Track, CancellationToken, ValueTask>? _onImported;
    private readonly long _maxBytes;
    private readonly TimeProvider _timeProvider;

    /// <summary>Takes uploads into one folder.</summary>
    /// <param name="musicFolder">Where uploads are kept; made if it is missing.</param>
    /// <param name="catalogue">Takes the tracks.</param>
    /// <param name="blobs">Takes the pictures.</param>
    /// <param name="probe">Reads the files.</param>
    /// <param name="logger">Told of what goes wrong beside the upload itself.</param>
    /// <param name="onImported">Called after the transaction for each track whose bytes were not held before, to announce it to peers.</param>
    /// <param name="maxBytes">Largest upload in bytes.</param>
    /// <param name="timeProvider">Tells how old leftovers of killed uploads are; the system's unless given.</param>
    public UploadImporter(
        string musicFolder, ICatalogue catalogue, BlobStore blobs, MediaProbe probe, ILogger<UploadImporter> logger,
        Func<Track, CancellationToken, ValueTask>? onImported = null, long maxBytes = DefaultMaxBytes, TimeProvider? timeProvider = null)
    {
        _musicFolder = Path.GetFullPath(musicFolder);
        _catalogue = catalogue;
        _probe = probe;
        _covers = new CoverReader(probe, blobs, logger);
        _logger = logger;
        _onImported = onImported;
        _maxBytes = maxBytes;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Keeps an upload and answers its track; if these bytes are held already, the track that has them.</summary>
    /// <param name="content">The file; read once, to its end.</param>
    /// <param name="fileName">Its name, by the uploader's account.</param>
    /// <param name="overrides">What the uploader says of it.</param>
    /// <param name="cancellationToken">Gives the upload up; nothing of it stays.</param>
    /// <exception cref="ImportException">The upload was refused or could not be kept; nothing of it stays.</exception>
    public async Task<ImportedTrack> ImportAsync(
        Stream content, string fileName, UploadOverrides overrides, CancellationToken cancellationToken)
    {
        if (!AudioFormats.IsSupported(fileName))
        {
            throw new ImportException(ImportFailure.UnsupportedFormat, AudioFormats.UnsupportedText);
        }

        await _probe.EnsureAvailableAsync(cancellationToken);
        try
        {
            var incoming = Directory.CreateDirectory(Path.Combine(_musicFolder, IncomingFolder)).FullName;
            RemoveLeftovers(incoming);
            // ffprobe goes by content, so the name says nothing of the upload.
            var temporary = Path.Combine(incoming, Guid.NewGuid().ToString("N"));
            try
            {
                return await ImportAsync(content, fileName, temporary, overrides, cancellationToken);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (StorageException e)
        {
            throw StorageErrors.ToImportException(e);
        }
        catch (BlobException e)
        {
            throw StorageErrors.ToImportException(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderErrors.ToImportException(e, _musicFolder);
        }
    }

    private async Task<ImportedTrack> ImportAsync(
        Stream content, string fileName, string temporary, UploadOverrides overrides, CancellationToken cancellationToken)
    {
        var hash = await ReceiveAsync(content, temporary, cancellationToken);
        if (await FindHeldAsync(hash, cancellationToken) is { } held)
        {
            return new ImportedTrack(held, IsNew: false);
        }

        var media = await _probe.ReadAsync(temporary, fileName, cancellationToken);
        var cover = await _covers.ReadAsync(temporary, media.PictureStream, cancellationToken);
        var tags = Override(media.Tags, overrides);
        var path = Place(temporary, fileName, hash, tags);
        ImportedTrack imported;
        try
        {
            FlushFoldersOf(path);
            var stamp = FileStamp.Read(path) ?? throw new ImportException(ImportFailure.ChangedWhileRead, "The file was taken away while it was imported.");
            var file = new LocalFile(path, hash, stamp.Size, stamp.ModifiedAt);
            // No longer to be cancelled: were the row written all the same, it would name a file that is deleted below.
            imported = await _catalogue.ImportAsync(new TrackImport(file, tags, cover), CancellationToken.None);
        }
        catch
        {
            // The uploader is told that it failed: then it must not turn up with the next scan.
            File.Delete(path);
            throw;
        }

        await _onImported.TellAsync(imported, _logger, cancellationToken);
        return imported;
    }

    /// <summary>Removes what killed uploads left. Young files may be those of another silo that shares the folder.</summary>
    private void RemoveLeftovers(string incoming)
    {
        var oldest = (_timeProvider.GetUtcNow() - LeftoverAge).UtcDateTime;
        foreach (var file in new DirectoryInfo(incoming).EnumerateFiles().Where(file => file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }

    private async Task<BlobHash> ReceiveAsync(Stream content, string temporary, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var hash = await FileHash.ReadAsync(content, file, _maxBytes, cancellationToken);
        file.Flush(flushToDisk: true);
        return hash;
    }

    /// <summary>The track with these bytes, if a file that is still there holds it.</summary>
    private async Task<Track?> FindHeldAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        var files = await _catalogue.FindLocalFilesAsync(hash, cancellationToken);
        return files.Any(file => FileStamp.Read(file.Path) is { } stamp && stamp == new FileStamp(file.Size, file.ModifiedAt))
            ? await _catalogue.FindTrackAsync(hash, cancellationToken)
            : null;
    }

    private static TrackTags Override(TrackTags tags, UploadOverrides overrides) => tags with
    {
        Title = TagText.Clean(overrides.Title, CatalogueLimits.MaxNameLength) ?? tags.Title,
        AlbumTitle = TagText.Clean(overrides.Album, CatalogueLimits.MaxNameLength) ?? tags.AlbumTitle,
        ArtistName = TagText.Clean(overrides.Artist, CatalogueLimits.MaxNameLength) ?? tags.ArtistName,
    };

    /// <summary>Moves the file to its place under a name that is free.</summary>
    private string Place(string temporary, string fileName, BlobHash hash, TrackTags tags)
    {
        var artist = Path.Combine(_musicFolder, SafeName.Of(tags.ArtistName));
        var album = Directory.CreateDirectory(Path.Combine(artist, SafeName.Of(tags.AlbumTitle ?? SinglesFolder))).FullName;
        var name = SafeName.OfFile(fileName);
        var path = Path.Combine(album, name);
        for (var tries = 1; !TryMove(temporary, path); tries++)
        {
            if (tries == MaxNames)
            {
                throw new IOException($"No free name for {name} was found.");
            }

            var id = tries == 1 ? hash.ShortText : Guid.NewGuid().ToString("N")[..hash.ShortText.Length];
            path = Path.Combine(album, $"{Path.GetFileNameWithoutExtension(name)}_{id}{Path.GetExtension(name)}");
        }

        return path;
    }

    /// <summary>Makes the file's name, and those of its folders, survive a power loss.</summary>
    private void FlushFoldersOf(string path)
    {
        var album = Path.GetDirectoryName(path)!;
        FolderFlush.Flush(album);
        FolderFlush.Flush(Path.GetDirectoryName(album)!);
        FolderFlush.Flush(_musicFolder);
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }
}
