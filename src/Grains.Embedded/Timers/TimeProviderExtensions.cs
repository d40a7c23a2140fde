namespace SoundTime.Grains.Embedded;

/// <summary>Timers that carry nothing along.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>A timer that is not set yet, and whose callback does not see the AsyncLocals of who made it.</summary>
    public static ITimer CreateCleanTimer(this TimeProvider time, TimerCallback callback, object state)
    {
        using var suppressed = ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow();
        return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
