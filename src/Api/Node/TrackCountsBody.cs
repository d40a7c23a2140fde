using SoundTime.Storage.Health;

namespace SoundTime.Api;

/// <summary>How many of the tracks that only peers hold are in which state, as the API writes it.</summary>
internal sealed record TrackCountsBody(long Healthy, long Recovered, long Degraded, long Dereferenced)
{
    /// <summary>Writes counts; null where they are unknown.</summary>
    public static TrackCountsBody? Of(HealthCounts? counts) =>
        counts is null ? null : new(counts.Healthy, counts.Recovered, counts.Degraded, counts.Dereferenced);
}
