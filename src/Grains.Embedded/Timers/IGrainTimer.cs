namespace SoundTime.Grains.Embedded;

/// <summary>A timer of an activation. Disposing it ends it, and cancels the token of a call that runs.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets it anew. During a call it takes effect when the call has ended.</summary>
    /// <param name="dueTime">Time to the next call; <see cref="Timeout.InfiniteTimeSpan"/>: none.</param>
    /// <param name="period">Time from the end of a call to the next; <see cref="Timeout.InfiniteTimeSpan"/>: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative (except <see cref="Timeout.InfiniteTimeSpan"/>) or longer than a timer can be.</exception>
    void Change(TimeSpan dueTime, TimeSpan period);
}
