namespace SoundTime.Grains.Embedded;

/// <summary>When a reminder is due. All times are UTC.</summary>
public readonly record struct TickStatus
{
    /// <summary>Puts the times together.</summary>
    public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
    {
        FirstTickTime = firstTickTime;
        Period = period;
        CurrentTickTime = timeStamp;
    }

    /// <summary>When it was due first.</summary>
    public DateTime FirstTickTime { get; }

    /// <summary>Time between calls.</summary>
    public TimeSpan Period { get; }

    /// <summary>The time of this call.</summary>
    public DateTime CurrentTickTime { get; }
}
