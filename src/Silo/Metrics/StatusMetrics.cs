using System.Diagnostics.Metrics;
using SoundTime.Api;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;

namespace SoundTime.Silo.Metrics;

/// <summary>The numbers of the status as instruments. What is unknown has no value at all, so that a graph shows a gap and not a zero.</summary>
internal sealed class StatusMetrics
{
    private static readonly TrackHealthState[] States = Enum.GetValues<TrackHealthState>();
    private static readonly FindingKind[] Kinds = Enum.GetValues<FindingKind>();

    private volatile ContentStatus _status = ContentStatus.Unknown;

    /// <summary>Makes its instruments.</summary>
    public StatusMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateNodeMeter();
        meter.CreateObservableGauge("soundtime_remote_tracks", MeasureHealth, description: "Tracks that only peers hold, by their health.");
        meter.CreateObservableGauge("soundtime_sweep_last_timestamp_seconds", () => One(_status.Sweep?.LastSweepAt?.ToUnixTimeSeconds()), description: "When the health sweep last looked at tracks, in seconds since 1970.");
        meter.CreateObservableGauge("soundtime_sweep_checked", () => One(_status.Sweep?.Checked), description: "Tracks that the present round of the health sweep has looked at.");
        meter.CreateObservableGauge("soundtime_sweep_here", () => One(_status.Sweep?.Here), description: "Tracks that the present round of the health sweep found here.");
        meter.CreateObservableGauge("soundtime_sweep_without_source", () => One(_status.Sweep?.WithoutSource), description: "Tracks that the present round of the health sweep found neither here nor at a peer that is online.");
        meter.CreateObservableGauge("soundtime_sweep_restored", () => One(_status.Sweep?.Restored), description: "Tracks in trouble that the present round of the health sweep has restored.");
        meter.CreateObservableGauge("soundtime_cache_bytes", () => One(Counted?.Bytes), description: "Bytes of fetched tracks in the cache.");
        meter.CreateObservableGauge("soundtime_cache_max_bytes", () => One(_status.Cache?.Budget), description: "Bytes that fetched tracks in the cache may take.");
        meter.CreateObservableGauge("soundtime_cache_blobs", () => One(Counted?.Blobs), description: "Fetched tracks in the cache.");
        meter.CreateObservableCounter("soundtime_cache_evictions_total", () => One(_status.Cache?.EvictedBlobs), description: "Tracks that went from the cache to make room.");
        meter.CreateObservableCounter("soundtime_cache_evicted_bytes_total", () => One(_status.Cache?.EvictedBytes), description: "Bytes that went from the cache to make room.");
        meter.CreateObservableGauge("soundtime_findings", MeasureFindings, description: "What is wrong with files that this node holds, by kind.");
        meter.CreateObservableGauge("soundtime_scrub_checked", () => One(_status.Scrub?.Checked), description: "Files and blobs that the present or last round of the scrub has read.");
        meter.CreateObservableGauge("soundtime_scrub_bytes", () => One(_status.Scrub?.Bytes), description: "Bytes that the present or last round of the scrub has read.");
        meter.CreateObservableGauge("soundtime_scrub_found", () => One(_status.Scrub?.Found), description: "Files and blobs that the present or last round of the scrub found something wrong with.");
    }

    private BlobCacheUsage? Counted => _status.Cache is { IsCounted: true } usage ? usage : null;

    /// <summary>What the instruments say from now on.</summary>
    public void Show(ContentStatus status) => _status = status;

    private static IEnumerable<Measurement<long>> One(long? value) => value is { } known ? [new Measurement<long>(known)] : [];

    private IEnumerable<Measurement<long>> MeasureHealth() => _status.Health is { } counts
        ? States.Select(state => new Measurement<long>(counts.Of(state), KeyValuePair.Create("health", (object?)LabelValue.Of(state))))
        : [];

    private IEnumerable<Measurement<long>> MeasureFindings() => _status.Findings is { } open
        ? Kinds.Select(kind => new Measurement<long>(open.GetValueOrDefault(kind), KeyValuePair.Create("kind", (object?)LabelValue.Of(kind))))
        : [];
}
