using SoundTime.Import;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Integrity;
using SoundTime.Wire;

namespace SoundTime.Silo.Guardian;

/// <summary>
/// Reads all files of the node, slowly and one after the other, in rounds, and keeps what is wrong with them. How far it is, is on the disk every few seconds, so a restart goes on there; what it
/// finds is kept before it goes on.
/// </summary>
internal sealed class Scrub(
    IIntegrityStore findings, IntegrityCheck check, FindingRecorder recorder, ScrubSchedule schedule, TimeProvider time, ILogger<Scrub> logger) : BackgroundService
{
    /// <summary>All imported files, wherever they lie.</summary>
    private const string Everywhere = "/";

    /// <summary>Pause after the stores could not be used.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>How often the clock is looked at while it is not the hour: short, because clocks are put forward and back.</summary>
    internal static readonly TimeSpan HourInterval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often the calendar is looked at between two rounds. A round that saw no file, as on a new node or while the disk is not plugged in, is none: the next begins so much after it began.
    /// </summary>
    internal static readonly TimeSpan RoundInterval = TimeSpan.FromHours(1);

    /// <summary>As much reading is done again after a crash, at most.</summary>
    internal static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    private ScrubProgress _progress = new() { RoundStartedAt = default };
    private long _savedAt;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunRoundAsync(stoppingToken);
                told = null;
            }
            catch (Exception exception) when (exception is StorageException or BlobException)
            {
                if (exception.Message != told)
                {
                    logger.ScrubPaused(RetryDelay, exception.Message);
                    told = exception.Message;
                }

                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await WaitForHourAsync(cancellationToken);
        if (_progress.Part == ScrubPart.Library)
        {
            await foreach (var file in check.CheckLibraryAsync(Everywhere, _progress.Position, cancellationToken))
            {
                await TakeAsync(file, cancellationToken);
            }

            await SaveAsync(_progress with { Part = ScrubPart.Blobs, Position = null }, cancellationToken);
        }

        BlobHash? position = _progress.Position is { } last ? BlobHash.Parse(last) : null;
        await foreach (var blob in check.CheckBlobsAsync(position, cancellationToken))
        {
            await TakeAsync(blob, cancellationToken);
        }

        foreach (var stray in check.FindStrays())
        {
            await TakeAsync(stray, cancellationToken);
        }

        await SaveAsync(_progress with { RoundEndedAt = time.GetUtcNow() }, cancellationToken);
        if (_progress.HasSeenFiles)
        {
            logger.RoundEnded(_progress.RoundStartedAt, _progress.Checked, _progress.Bytes, _progress.Found, _progress.NotReachable);
        }
    }

    /// <summary>Goes on with the round that was under way, or begins one when it is time for it.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var stored = await findings.FindProgressAsync(cancellationToken);
        if (stored is { RoundEndedAt: null })
        {
            _progress = stored;
        }
        else
        {
            await WaitForRoundAsync(stored, cancellationToken);
            await SaveAsync(new ScrubProgress { RoundStartedAt = time.GetUtcNow() }, cancellationToken);
        }

        _savedAt = time.GetTimestamp();
    }

    private async Task WaitForRoundAsync(ScrubProgress? last, CancellationToken cancellationToken)
    {
        var interval = last is { HasSeenFiles: false } ? RoundInterval : schedule.Interval;
        // One that seems to have begun in the future was stamped by a wrong clock.
        while (last?.RoundStartedAt is { } start && time.GetUtcNow() - start is var age && age < interval && age >= TimeSpan.Zero)
        {
            var left = interval - age;
            await Task.Delay(left < RoundInterval ? left : RoundInterval, time, cancellationToken);
        }
    }

    private async Task WaitForHourAsync(CancellationToken cancellationToken)
    {
        var isSaved = false;
        while (schedule.Hours is { } hours && !hours.Contains(TimeOnly.FromTimeSpan(time.GetLocalNow().TimeOfDay)))
        {
            if (!isSaved)
            {
                await SaveAsync(_progress, cancellationToken);
                isSaved = true;
            }

            await Task.Delay(HourInterval, time, cancellationToken);
        }
    }

    private async Task TakeAsync(CheckedFile file, CancellationToken cancellationToken)
    {
        var outcome = await recorder.RecordAsync(file, cancellationToken);
        if (outcome == FindingOutcome.Recorded)
        {
            Tell(file);
        }

        var wasRead = file.Verdict is CheckVerdict.Right or CheckVerdict.Rotten;
        _progress = _progress with
        {
            Position = file.Verdict == CheckVerdict.Stray ? _progress.Position : file.Subject,
            Checked = _progress.Checked + (wasRead ? 1 : 0),
            Bytes = _progress.Bytes + (wasRead ? file.Size : 0),
            Found = _progress.Found + (file.IsFinding ? 1 : 0),
            NotReachable = _progress.NotReachable + (file.Verdict == CheckVerdict.NotReachable ? 1 : 0),
        };
        if (time.GetElapsedTime(_savedAt) >= SaveInterval)
        {
            await SaveAsync(_progress, cancellationToken);
        }

        await WaitForHourAsync(cancellationToken);
    }

    private async Task SaveAsync(ScrubProgress progress, CancellationToken cancellationToken)
    {
        await findings.SaveProgressAsync(progress, cancellationToken);
        _progress = progress;
        _savedAt = time.GetTimestamp();
    }

    private void Tell(CheckedFile file)
    {
        switch (file.Verdict)
        {
            case CheckVerdict.Rotten when file.File is not null:
                logger.FileRotten(file.Subject);
                break;
            case CheckVerdict.Rotten:
                logger.BlobRotten(file.Hash!.Value.ShortText);
                break;
            case CheckVerdict.Missing:
                logger.FileMissing(file.Subject);
                break;
            case CheckVerdict.Unreadable:
                logger.Unreadable(file.Subject, file.Error ?? "It is there, and is no file that can be opened.");
                break;
            case CheckVerdict.Stray:
                logger.Stray(file.Subject);
                break;
        }
    }
}
