namespace SoundTime.Import;

/// <summary>Counts what an import does, from several workers, and reports it at a bearable pace.</summary>
internal sealed class ImportMeter(TimeProvider timeProvider, IProgress<ImportProgress>? progress)
{
    /// <summary>Shortest time between two reports.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly long _startedAt = timeProvider.GetTimestamp();
    private readonly List<FailedFile> _failures = [];
    private TimeSpan _lastReport = TimeSpan.MinValue;
    private long _imported, _unchanged, _failed, _counted;
    private bool _isCounted;
    private string? _currentPath;

    public void Counted() => Interlocked.Increment(ref _counted);

    public void CountingDone() => Volatile.Write(ref _isCounted, true);

    public void Imported(string path) => Count(ref _imported, path, failure: null);

    public void Unchanged(string path) => Count(ref _unchanged, path, failure: null);

    public void Failed(FailedFile failure) => Count(ref _failed, failure.Path, failure);

    public ImportReport Finish()
    {
        lock (_lock)
        {
            progress?.Report(Snapshot(timeProvider.GetElapsedTime(_startedAt)));
            return new ImportReport(_imported, _unchanged, _failed, [.. _failures], timeProvider.GetElapsedTime(_startedAt));
        }
    }

    private void Count(ref long counter, string path, FailedFile? failure)
    {
        lock (_lock)
        {
            counter++;
            _currentPath = path;
            if (failure is not null && _failures.Count < ImportReport.MaxFailures)
            {
                _failures.Add(failure);
            }

            var elapsed = timeProvider.GetElapsedTime(_startedAt);
            if (progress is not null && (_lastReport == TimeSpan.MinValue || elapsed - _lastReport >= ReportInterval))
            {
                _lastReport = elapsed;
                progress.Report(Snapshot(elapsed));
            }
        }
    }

    private ImportProgress Snapshot(TimeSpan elapsed)
    {
        var done = _imported + _unchanged + _failed;
        var isCounted = Volatile.Read(ref _isCounted);
        // The workers may be ahead of the count for a moment.
        var known = Math.Max(done, Interlocked.Read(ref _counted));
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        TimeSpan? left = isCounted && rate > 0 ? TimeSpan.FromSeconds((known - done) / rate) : null;
        return new ImportProgress(done, _failed, known, isCounted, _currentPath, rate, left);
    }
}
