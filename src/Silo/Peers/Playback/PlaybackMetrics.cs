using System.Diagnostics.Metrics;
using SoundTime.Grains.Tracks;
using SoundTime.Silo.Metrics;
using SoundTime.Storage.Health;

namespace SoundTime.Silo.Peers;

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
        meter.CreateObservableCounter("soundtime_fetched_bytes_total", () => Interlocked.Read(ref _bytes), description: "Bytes of tracks that peers sent, right or wrong, counted when a fetch has ended.");
        meter.CreateObservableCounter("soundtime_copy_failures_total", _failures.Measure, description: "Copies of peers that did not come.");
        meter.CreateObservableCounter(
            "soundtime_sources_replaced_total", () => Interlocked.Read(ref _replaced), description: "Times a copy that had begun to come was replaced by the next.");
    }

    /// <summary>A fetch is over, which has asked these copies one after another.</summary>
    public void FetchEnded(FetchOutcome outcome, IReadOnlyList<CopyAttempt> attempts)
    {
        _fetches.Add(outcome);
        foreach (var failure in attempts.Select(attempt => attempt.Charge).OfType<CopyFailure>())
        {
            _failures.Add(failure);
        }

        var begun = attempts.Count(attempt => attempt.Source is not null);
        Interlocked.Add(ref _replaced, Math.Max(begun - 1, 0));
        Interlocked.Add(ref _bytes, attempts.Sum(attempt => attempt.Source?.Received ?? 0));
    }
}
