using Microsoft.Extensions.Logging;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Import;

/// <summary>
/// Takes files and folders of music into the catalogue, where they lie. Safe to interrupt at any moment: every file is one transaction,
/// and the next run skips what is done and unchanged.
/// </summary>
public sealed partial class Importer
{
    /// <summary>Most files that are read at a time, however many processors there are.</summary>
    public const int MaxWorkers = 8;

    private readonly ICatalogue _catalogue;
    private readonly MediaProbe _probe;
    private readonly AudioFileReader _reader;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Func<Track, CancellationToken, ValueTask>? _onImported;

    /// <summary>Imports into one catalogue.</summary>
    /// <param name="catalogue">Takes the tracks.</param>
    /// <param name="blobs">Takes the pictures.</param>
    /// <param name="probe">Reads the files.</param>
    /// <param name="timeProvider">Times progress and reports.</param>
    /// <param name="logger">Told of files that fail.</param>
    /// <param name="onImported">Called after the transaction for each track whose bytes were not held before, to announce it to peers.</param>
    public Importer(
        ICatalogue catalogue, BlobStore blobs, MediaProbe probe, TimeProvider timeProvider, ILogger<Importer> logger,
        Func<Track, CancellationToken, ValueTask>? onImported = null)
    {
        _catalogue = catalogue;
        _probe = probe;
        _reader = new AudioFileReader(probe, new CoverReader(probe, blobs, logger));
        _timeProvider = timeProvider;
        _logger = logger;
        _onImported = onImported;
    }

    /// <summary>
    /// Imports files and folders, with all folders below. A file that fails is reported and does not stop the others.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Told at most ten times a second, and once at the end.</param>
    /// <param name="cancellationToken">Stops at once; what is imported stays.</param>
    /// <exception cref="ImportException">ffmpeg is missing, the disk is full or the catalogue cannot be used: nothing more can be imported.</exception>
    public async Task<ImportReport> ImportAsync(
        IReadOnlyList<string> paths, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await _probe.EnsureAvailableAsync(cancellationToken);
        var meter = new ImportMeter(_timeProvider, progress);
        using var counting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var count = Task.Run(() => CountFiles(paths, meter, counting.Token), CancellationToken.None);
        try
        {
            var files = new MusicWalk(paths, (path, why) => Fail(meter, path, ImportFailure.Unreadable, why)).Files();
            var workers = new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MaxWorkers),
                CancellationToken = cancellationToken,
            };
            // The files are pulled from the walk one by one, as workers get free.
            await Parallel.ForEachAsync(files, workers, (path, token) => ImportFileAsync(path, meter, token));
        }
        finally
        {
            await counting.CancelAsync();
            await count;
        }

        return meter.Finish();
    }

    /// <summary>Walks ahead of the workers, so that progress has a total.</summary>
    private static void CountFiles(IReadOnlyList<string> paths, ImportMeter meter, CancellationToken cancellationToken)
    {
        foreach (var _ in new MusicWalk(paths).Files())
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            meter.Counted();
        }

        meter.CountingDone();
    }

    private async ValueTask ImportFileAsync(string path, ImportMeter meter, CancellationToken cancellationToken)
    {
        try
        {
            if (!AudioFormats.IsSupported(path))
            {
                throw new ImportException(ImportFailure.UnsupportedFormat, AudioFormats.UnsupportedText);
            }

            if (await IsUnchangedAsync(path, cancellationToken))
            {
                meter.Unchanged(path);
                return;
            }

            var import = await _reader.ReadAsync(path, cancellationToken);
            var imported = await _catalogue.ImportAsync(import, cancellationToken);
            meter.Imported(path);
            await _onImported.TellAsync(imported, _logger, cancellationToken);
        }
        catch (ImportException e) when (e.Reason is not ImportFailure.ProbeMissing)
        {
            Fail(meter, path, e.Reason, e.Message);
        }
        catch (StorageException e) when (e.Reason is StorageFailure.Busy or StorageFailure.Other)
        {
            Fail(meter, path, ImportFailure.StorageFailed, e.Message);
        }
        catch (StorageException e)
        {
            throw StorageErrors.ToImportException(e);
        }
        catch (BlobException e)
        {
            throw StorageErrors.ToImportException(e);
        }
    }

    private async Task<bool> IsUnchangedAsync(string path, CancellationToken cancellationToken) =>
        FileStamp.Read(path) is { } stamp
        && await _catalogue.FindLocalFileAsync(path, cancellationToken) is { } known
        && new FileStamp(known.Size, known.ModifiedAt) == stamp;

    private void Fail(ImportMeter meter, string path, ImportFailure reason, string text)
    {
        FileFailed(path, reason, text);
        meter.Failed(new FailedFile(path, reason, text));
    }

    [LoggerMessage(10, LogLevel.Warning, "{Path} was not imported ({Reason}): {Text}")]
    private partial void FileFailed(string path, ImportFailure reason, string text);
}
