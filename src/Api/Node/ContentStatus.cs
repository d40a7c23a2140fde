using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;

namespace SoundTime.Api;

/// <summary>How the tracks that only peers hold do, and the files that this node holds, in numbers. What could not be read is null: it is unknown, and not nothing.</summary>
/// <param name="Health">How many of those tracks are in which state.</param>
/// <param name="Sweep">How far the sweep is; null also where there is none, as P2P is off.</param>
/// <param name="Cache">How full the cache is.</param>
/// <param name="Findings">How many findings of each kind are open; a kind of which none is, is not in it.</param>
/// <param name="Scrub">How far the background scrub is; null also before the first.</param>
public sealed record ContentStatus(
    HealthCounts? Health, SweepStatus? Sweep, BlobCacheUsage? Cache, IReadOnlyDictionary<FindingKind, long>? Findings, ScrubProgress? Scrub)
{
    /// <summary>One of which nothing is known.</summary>
    public static ContentStatus Unknown { get; } = new(Health: null, Sweep: null, Cache: null, Findings: null, Scrub: null);
}
