namespace SoundTime.Storage.Health;

/// <summary>What is known of the health of one track that peers hold. A track of which nothing is stored is <see cref="Healthy"/>.</summary>
public sealed record TrackHealth
{
    /// <summary>A track of which nothing is known.</summary>
    public static TrackHealth Healthy { get; } = new();

    /// <summary>How it has done.</summary>
    public TrackHealthState State { get; init; }

    /// <summary>How often in a row it failed as a whole: no copy of it came.</summary>
    public int Strikes { get; init; }

    /// <summary>Whether the admin took it out. That stands until the admin lifts it, whatever happens to the track.</summary>
    public bool IsTakenOut { get; init; }

    /// <summary>Why it failed last; null if it never did.</summary>
    public CopyFailure? LastFailure { get; init; }

    /// <summary>When it failed last.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>When it came again after it had failed.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>When the sweep looked at it last; null while it has not.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Tells its last write from all others: who writes it says what it has seen, and writes nothing where that is not current. 0 while nothing is stored.</summary>
    public long Version { get; init; }

    /// <summary>Whether there is more to keep than when it was checked.</summary>
    internal bool DepartsFromHealthy => this with { CheckedAt = null, Version = 0 } != Healthy;

    /// <summary>A version that no earlier write bears, so that what was removed and written anew is not taken for what it was.</summary>
    internal static long NewVersion() => Random.Shared.NextInt64(1, long.MaxValue);
}
