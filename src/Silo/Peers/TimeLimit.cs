namespace SoundTime.Silo.Peers;

/// <summary>A token that is cancelled by its caller or when a time has passed, and tells which.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    /// <summary>Begins to count.</summary>
    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    /// <summary>Cancelled by the caller or the time.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time has passed.</summary>
    public bool HasPassed => _timer.IsCancellationRequested;

    /// <summary>Begins to count again, unless the time has passed.</summary>
    public void Restart() => _timer.CancelAfter(_limit);

    /// <summary>Stops counting until <see cref="Restart"/>.</summary>
    public void Pause() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Lets the timer go.</summary>
    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
