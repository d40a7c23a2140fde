namespace SoundTime.Grains.Tracks;

/// <summary>How far the sweep is: what its grain keeps.</summary>
public sealed class HealthSweepState
{
    /// <summary>The period that the reminder was set to; null while there is none.</summary>
    public TimeSpan? Period { get; set; }

    /// <summary>The last track that was looked at in this round; null where a round has ended, or none has begun.</summary>
    public Guid? Position { get; set; }

    /// <summary>When this round, or the one that has ended, began.</summary>
    public DateTimeOffset? RoundStartedAt { get; set; }

    /// <summary>When the last round that was finished began.</summary>
    public DateTimeOffset? LastRoundStartedAt { get; set; }

    /// <summary>When tracks were last looked at.</summary>
    public DateTimeOffset? LastSweepAt { get; set; }

    /// <summary>Tracks that this round, or the one that has ended, has looked at.</summary>
    public long Checked { get; set; }

    /// <summary>Those of them whose bytes are here.</summary>
    public long Here { get; set; }

    /// <summary>Those of them whose bytes are not here, and that no peer offers that is online.</summary>
    public long WithoutSource { get; set; }

    /// <summary>Those in trouble that were restored in that round.</summary>
    public long Restored { get; set; }
}
