using System.Diagnostics.Metrics;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Silo.Metrics;

/// <summary>What the fetching of tracks counts.</summary>
internal sealed class PlaybackMetrics
{
    private readonly Tally<FetchOutcome> _fetches = new("outcome");
    private readonly Tally<CopyFailure> _failures = new("failure");
    private long _bytes;
    private long _replaced;

    /// <summary>Makes its instruments.</summary>
    public PlaybackMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateNodeMeter();
        meter.CreateObservableCounter("soundtime_fetches_total", _fetches.Measure, description: "Fetches of tracks from peers that have ended.");
        meter.CreateObservableCounter("soundtime_fetched_bytes_total", () => Interlocked.Read(ref _bytes), description: "Bytes of tracks that peers sent, right or wrong.");
        meter.CreateObservableCounter("soundtime_copy_failures_total", _failures.Measure, description: "Copies of peers that did not come.");
        meter.CreateObservableCounter(
            "soundtime_sources_replaced_total", () => Interlocked.Read(ref _replaced), description: "Times another peer took the place of one that had begun to send.");
    }

    /// <summary>A fetch is over.</summary>
    public void FetchEnded(FetchOutcome outcome) => _fetches.Add(outcome);

    /// <summary>A peer sent bytes of a track.</summary>
    public void Received(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>A peer's copy did not come.</summary>
    public void CopyFailed(CopyFailure failure) => _failures.Add(failure);

    /// <summary>A peer that had begun to send was replaced by another.</summary>
    public void SourceReplaced() => Interlocked.Increment(ref _replaced);
}
