namespace SoundTime.Silo.Peers;

/// <summary>So many at once, and so many a second from then on. Thread-safe.</summary>
/// <param name="burst">How many at once.</param>
/// <param name="perSecond">How many a second.</param>
/// <param name="time">The clock.</param>
internal sealed class Allowance(int burst, double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one where one is left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(burst, _left + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
