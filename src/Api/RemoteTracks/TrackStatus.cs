using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;

namespace SoundTime.Api;

/// <summary>How the tracks that only peers hold do, in numbers. What could not be read is null: it is unknown, and not nothing.</summary>
/// <param name="Health">How many are in which state.</param>
/// <param name="Sweep">How far the sweep is; null also where there is none, as P2P is off.</param>
/// <param name="Cache">How full the cache is.</param>
public sealed record TrackStatus(HealthCounts? Health, SweepStatus? Sweep, BlobCacheUsage? Cache);
