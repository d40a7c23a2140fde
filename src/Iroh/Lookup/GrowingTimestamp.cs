namespace SoundTime.Iroh.Lookup;

/// <summary>Times for packets in microseconds since 1970, each above the one before, also where the clock stands or goes back.</summary>
internal sealed class GrowingTimestamp(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private ulong _last;

    /// <summary>Has all times from now on be above this one.</summary>
    public void ContinueAfter(ulong timestamp)
    {
        lock (_gate)
        {
            _last = Math.Max(_last, timestamp);
        }
    }

    public ulong Next()
    {
        var now = (ulong)Math.Max(0, (timeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        lock (_gate)
        {
            return _last = Math.Max(now, _last + 1);
        }
    }
}
