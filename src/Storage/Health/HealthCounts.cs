namespace SoundTime.Storage.Health;

/// <summary>How many of the tracks that only peers hold are in which state. Together they are all of them.</summary>
/// <param name="Healthy">In <see cref="TrackHealthState.Healthy"/>, those of which nothing is stored included.</param>
/// <param name="Recovered">In <see cref="TrackHealthState.Recovered"/>.</param>
/// <param name="Degraded">In <see cref="TrackHealthState.Degraded"/>.</param>
/// <param name="Dereferenced">In <see cref="TrackHealthState.Dereferenced"/>.</param>
public sealed record HealthCounts(long Healthy, long Recovered, long Degraded, long Dereferenced)
{
    /// <summary>How many are in a state, or in any.</summary>
    public long Of(TrackHealthState? state) => state switch
    {
        null => Healthy + Recovered + Degraded + Dereferenced,
        TrackHealthState.Healthy => Healthy,
        TrackHealthState.Recovered => Recovered,
        TrackHealthState.Degraded => Degraded,
        TrackHealthState.Dereferenced => Dereferenced,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };
}
