namespace SoundTime.Grains.Tracks;

/// <summary>What the admin set of the health sweep.</summary>
public sealed record HealthOptions
{
    /// <summary>Most that <see cref="TracksPerSweep"/> may be: so many tracks in trouble are in memory at once.</summary>
    public const int MaxTracksPerSweep = 100_000;

    /// <summary>Time between two sweeps, at least a minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most tracks in trouble, and most of all others, that one sweep looks at; from 1 to <see cref="MaxTracksPerSweep"/>.</summary>
    public int TracksPerSweep { get; init; } = 500;

    /// <summary>Most bytes that one sweep fetches to see whether tracks that came wrong are right again; 0: it fetches none.</summary>
    public long FetchBudget { get; init; } = 64L << 20;
}
