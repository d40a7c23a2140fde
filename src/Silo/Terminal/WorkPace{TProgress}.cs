namespace SoundTime.Silo.Terminal;

/// <summary>Hands on the progress of a work no more often than readers want it. The first comes when the interval is over.</summary>
/// <remarks>Called by one work at a time, which reports from one worker after the other.</remarks>
/// <typeparam name="TProgress">How far it is.</typeparam>
internal sealed class WorkPace<TProgress>(TimeSpan interval, TimeProvider time, Action<TProgress> show) : IProgress<TProgress>
{
    private long _lastShown = time.GetTimestamp();

    public void Report(TProgress value)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastShown, now) >= interval)
        {
            _lastShown = now;
            show(value);
        }
    }
}
