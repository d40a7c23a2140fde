using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SoundTime.Import;

/// <summary>
/// Keeps the catalogue in step with the library folder: scans it at the start and at intervals, and takes in what changes meanwhile. A failure
/// (no folder, full disk, no ffmpeg) is logged and shown in <see cref="Status"/>, and everything begins anew after a while.
/// </summary>
public sealed partial class LibraryWatcher(
    LibraryWatcherOptions options, Importer importer, TimeProvider timeProvider, ILogger<LibraryWatcher> logger) : BackgroundService
{
    /// <summary>Memory for changes that the system reports faster than we read, in bytes; if it does not suffice, all is scanned.</summary>
    private const int ReportBufferSize = 64 * 1024;

    /// <summary>How many times in a quiet time the waiting files are looked at.</summary>
    private const int LooksPerQuietTime = 4;

    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder));
    private volatile LibraryStatus _status = new() { State = LibraryState.Stopped };

    /// <summary>How the library stands now.</summary>
    public LibraryStatus Status => _status;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What follows may take long before it first waits; the host's start must not.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (Exception e) when (e is ImportException or IOException or UnauthorizedAccessException)
            {
                Show(LibraryState.Failed, failure: e.Message);
                WatchFailed(_folder, e.Message, options.RetryDelay);
                await Task.Delay(options.RetryDelay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        Show(LibraryState.Stopped);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder))
        {
            throw new ImportException(ImportFailure.Unreadable, $"The library folder {_folder} is not there; create it, or mount its disk.");
        }

        var changes = new LibraryChanges(options.QuietTime, timeProvider);
        // Watching begins before the scan, so that nothing falls between the two.
        using var watcher = Watch(changes);
        await using var rescans = timeProvider.CreateTimer(_ => changes.RequestRescan(), null, options.RescanInterval, options.RescanInterval);
        changes.RequestRescan();
        while (true)
        {
            await changes.WaitAsync(cancellationToken);
            while (changes.Any)
            {
                if (changes.TakeRescan())
                {
                    await ScanAsync(cancellationToken);
                }

                await TakeInAsync(changes, cancellationToken);
                if (changes.Any)
                {
                    await Task.Delay(options.QuietTime / LooksPerQuietTime, timeProvider, cancellationToken);
                }
            }
        }
    }

    private async Task ScanAsync(CancellationToken cancellationToken)
    {
        Show(LibraryState.Scanning);
        var report = await importer.ImportAsync([_folder], new StatusProgress(this), cancellationToken);
        // After the import: a file that was moved is known by its new name before the old one goes, so its track stays.
        var removed = await importer.RemoveMissingAsync(_folder, cancellationToken);
        _status = new LibraryStatus { State = LibraryState.Watching, LastScan = report, LastScanAt = timeProvider.GetUtcNow() };
        Scanned(_folder, report.Imported, report.Unchanged, report.Failed, removed, report.Elapsed);
    }

    private async Task TakeInAsync(LibraryChanges changes, CancellationToken cancellationToken)
    {
        var touched = changes.TakeTouched();
        foreach (var folder in touched.Where(Directory.Exists))
        {
            // Files of a new folder may have come before it was watched, and may still grow: each waits for itself.
            foreach (var file in new MusicWalk([folder]).Files())
            {
                changes.Touch(file);
            }
        }

        string[] files = [.. touched.Where(File.Exists)];
        if (files.Length > 0)
        {
            await importer.ImportAsync(files, progress: null, cancellationToken);
        }

        foreach (var path in changes.TakeDeleted())
        {
            await importer.RemoveDeletedAsync(path, _folder, cancellationToken);
        }
    }

    private FileSystemWatcher Watch(LibraryChanges changes)
    {
        void Touch(string path)
        {
            if (!IsHidden(path) && (AudioFormats.IsSupported(path) || Directory.Exists(path)))
            {
                changes.Touch(path);
            }
        }

        var watcher = new FileSystemWatcher(_folder) { IncludeSubdirectories = true, InternalBufferSize = ReportBufferSize };
        watcher.Created += (_, change) => Touch(change.FullPath);
        watcher.Changed += (_, change) => Touch(change.FullPath);
        watcher.Deleted += (_, change) => changes.Delete(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            changes.Delete(change.OldFullPath);
            Touch(change.FullPath);
        };
        watcher.Error += (_, error) =>
        {
            ReportsLost(_folder, error.GetException().Message);
            changes.RequestRescan();
        };
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private bool IsHidden(string path) =>
        path.AsSpan(_folder.Length).Contains($"{Path.DirectorySeparatorChar}.", StringComparison.Ordinal);

    private void Show(LibraryState state, string? failure = null, ImportProgress? progress = null) =>
        _status = _status with { State = state, Failure = failure, Progress = progress };

    private sealed class StatusProgress(LibraryWatcher watcher) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => watcher.Show(LibraryState.Scanning, progress: value);
    }

    [LoggerMessage(30, LogLevel.Information,
        "Library {Folder} scanned in {Elapsed}: {Imported} imported, {Unchanged} unchanged, {Failed} failed, {Removed} removed")]
    private partial void Scanned(string folder, long imported, long unchanged, long failed, int removed, TimeSpan elapsed);

    [LoggerMessage(31, LogLevel.Error, "Library {Folder} cannot be kept in step: {Reason} Trying again in {Delay}")]
    private partial void WatchFailed(string folder, string reason, TimeSpan delay);

    [LoggerMessage(32, LogLevel.Warning, "Changes below {Folder} were lost ({Reason}); the whole folder is scanned")]
    private partial void ReportsLost(string folder, string reason);
}
