namespace SoundTime.Grains.Embedded;

/// <summary>A call of a grain's method, without the type of its result.</summary>
internal abstract class GrainCall(GrainId target) : Request(target)
{
    public override bool KeepsAlive => true;

    /// <summary>Where it is listed until it is answered. This and its links are the lane's.</summary>
    public PendingLane? Lane { get; set; }

    public GrainCall? Previous { get; set; }

    public GrainCall? Next { get; set; }

    public long SentAt { get; set; }

    /// <summary>Its time is over. The caller is told; the grain goes on.</summary>
    public abstract void TimeOut(TimeSpan limit);
}
