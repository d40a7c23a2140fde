namespace SoundTime.Grains.Embedded;

/// <summary>Counts what runs or is queued, so that tests can wait until nothing does.</summary>
internal sealed class TurnBarrier
{
    private readonly Lock _gate = new();
    private int _busy;
    private TaskCompletionSource? _drained;

    /// <summary>Something was queued or begins.</summary>
    public void Enter() => Interlocked.Increment(ref _busy);

    /// <summary>It has ended, and has entered whatever follows from it.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref _busy) == 0 && Volatile.Read(ref _drained) is not null)
        {
            ReleaseIfDrained();
        }
    }

    /// <summary>Ends at a moment after this call at which nothing runs or is queued.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        Task drained;
        lock (_gate)
        {
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = _drained.Task;
        }

        // The other order would lose an Exit that comes between the two: it looks at _drained after it has counted.
        Interlocked.MemoryBarrier();
        ReleaseIfDrained();
        return drained.WaitAsync(cancellationToken);
    }

    private void ReleaseIfDrained()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _busy) == 0)
            {
                _drained?.SetResult();
                _drained = null;
            }
        }
    }
}
