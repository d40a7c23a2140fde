namespace SoundTime.Silo.Peers;

/// <summary>What one peer has left of its share of this node, over all its connections.</summary>
/// <param name="time">The clock.</param>
internal sealed class PeerBudget(TimeProvider time)
{
    /// <summary>Streams that may be handled besides those that are.</summary>
    public SemaphoreSlim Streams { get; } = new(PeerLimits.Streams);

    /// <summary>Tracks that may be sent besides those that are.</summary>
    public SemaphoreSlim Fetches { get; } = new(PeerLimits.Fetches);

    /// <summary>Large messages that may be read besides those that are.</summary>
    public SemaphoreSlim LargeMessages { get; } = new(PeerLimits.LargeMessages);

    /// <summary>Searches that may be answered now.</summary>
    public Allowance Searches { get; } = new(PeerLimits.SearchBurst, PeerLimits.SearchesPerSecond, time);

    /// <summary>Held while announcements of the peer are recorded: one page at a time, so that a peer never waits for itself in the database.</summary>
    public SemaphoreSlim Announcements { get; } = new(1);
}
