namespace SoundTime.Relay.Bounds;

/// <summary>A rate with a burst, for one user that takes first and waits after. Not thread-safe.</summary>
/// <param name="perSecond">How many a second; 0 for no limit.</param>
/// <param name="burst">How many at once.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider time)
{
    private double _taken;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>Whether nothing was taken for so long that this one is like a new one.</summary>
    public bool IsFull
    {
        get
        {
            Refill();
            return _taken <= 0;
        }
    }

    /// <summary>Takes so many, on credit where they are not there, and says how long to wait until they would have been.</summary>
    public TimeSpan Take(long count)
    {
        if (perSecond <= 0)
        {
            return TimeSpan.Zero;
        }

        Refill();
        _taken += count;
        return _taken <= burst ? TimeSpan.Zero : TimeSpan.FromSeconds((_taken - burst) / perSecond);
    }

    /// <summary>Takes one where there is one.</summary>
    public bool TryTake()
    {
        Refill();
        if (_taken + 1 > burst)
        {
            return false;
        }

        _taken++;
        return true;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _taken = Math.Max(0, _taken - (time.GetElapsedTime(_refilledAt, now).TotalSeconds * perSecond));
        _refilledAt = now;
    }
}
