namespace SoundTime.Silo.Peers;

/// <summary>Lets only so many do something at once; the others wait, but not for ever.</summary>
/// <param name="count">How many.</param>
/// <param name="longest">How long one waits.</param>
/// <param name="time">The clock.</param>
internal sealed class Turns(int count, TimeSpan longest, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);

    /// <summary>Waits for a turn, which ends when it is disposed; null where none came in time.</summary>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(longest, time, cancellationToken);
        try
        {
            await _free.WaitAsync(limit.Token);
            return new Turn(_free);
        }
        catch (OperationCanceledException) when (limit.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
