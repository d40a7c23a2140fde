namespace SoundTime.Storage.Health;

/// <summary>How many of the tracks that only peers hold are in which state. Together they are all of them.</summary>
/// <param name="Healthy">In <see cref="TrackHealthState.Healthy"/>, those of which nothing is stored included.</param>
/// <param name="Recovered">In <see cref="TrackHealthState.Recovered"/>.</param>
/// <param name="Degraded">In <see cref="TrackHealthState.Degraded"/>.</param>
/// <param name="Dereferenced">In <see cref="TrackHealthState.Dereferenced"/>.</param>
public sealed record HealthCounts(long Healthy, long Recovered, long Degraded, long Dereferenced);
