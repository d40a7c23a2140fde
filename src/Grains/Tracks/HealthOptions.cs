namespace SoundTime.Grains.Tracks;

/// <summary>What the admin set of the health sweep.</summary>
public sealed record HealthOptions
{
    /// <summary>Time between two sweeps, at least a minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most tracks in trouble, and most of all others, that one sweep looks at; from 1 to 100,000.</summary>
    public int TracksPerSweep { get; init; } = 500;

    /// <summary>Most bytes that one sweep fetches to see whether tracks that came wrong are right again; 0: it fetches none.</summary>
    public long FetchBudget { get; init; } = 64L << 20;
}
