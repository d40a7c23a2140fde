using SoundTime.Import;

namespace SoundTime.Silo.Terminal;

/// <summary>Hands on the progress of an import no more often than readers want it. The first comes when the interval is over.</summary>
/// <remarks>Called by one import at a time, which reports from one worker after the other.</remarks>
internal sealed class ImportPace(TimeSpan interval, TimeProvider time, Action<ImportProgress> show) : IProgress<ImportProgress>
{
    private long _lastShown = time.GetTimestamp();

    public void Report(ImportProgress value)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastShown, now) >= interval)
        {
            _lastShown = now;
            show(value);
        }
    }
}
