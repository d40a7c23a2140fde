namespace SoundTime.Iroh.Quic;

/// <summary>Nanoseconds for ngtcp2, which ends the process when time goes backwards.</summary>
internal sealed class QuicClock(TimeProvider time)
{
    private ulong _latest;

    public TimeProvider Provider { get; } = time;

    /// <summary>Now, never less than before. One thread asks.</summary>
    public ulong Now()
    {
        var now = (ulong)((UInt128)(ulong)Provider.GetTimestamp() * 1_000_000_000 / (ulong)Provider.TimestampFrequency);
        return _latest = Math.Max(_latest, now);
    }

    /// <summary>A duration in nanoseconds.</summary>
    public static ulong Nanoseconds(TimeSpan duration) => (ulong)duration.Ticks * 100;

    /// <summary>Nanoseconds as a duration.</summary>
    public static TimeSpan Duration(ulong nanoseconds) => TimeSpan.FromTicks((long)Math.Min(nanoseconds / 100, long.MaxValue));
}
