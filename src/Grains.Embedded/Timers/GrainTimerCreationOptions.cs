using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Grains.Embedded;

/// <summary>When and how a timer calls its grain.</summary>
public readonly record struct GrainTimerCreationOptions
{
    /// <summary>With the times alone.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Time to the first call; <see cref="Timeout.InfiniteTimeSpan"/>: none until the timer is changed.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Time from the end of a call to the next; <see cref="Timeout.InfiniteTimeSpan"/>: none.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether its calls may interleave with others; otherwise they wait for their turn like any call.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether its calls keep the activation from being idle.</summary>
    public bool KeepAlive { get; init; }
}
