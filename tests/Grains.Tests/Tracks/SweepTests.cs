using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>A test of the sweep.</summary>
public abstract class SweepTests : TrackTests
{
    private protected static readonly TimeSpan Interval = new HealthOptions().Interval;

    private protected IHealthSweepGrain Sweep => Node.Factory.GetGrain<IHealthSweepGrain>(HealthSweepKey.Value);

    private protected Task<SweepProgress> ProgressAsync() => Sweep.DescribeAsync(Cancel);

    private protected async Task SweepOnceAsync()
    {
        await Sweep.StartAsync(Cancel);
        await Node.AdvanceAsync(Interval);
    }

    /// <summary>The node runs with other options from now on.</summary>
    private protected async Task SetAsync(HealthOptions options)
    {
        Node.HealthOptions = options;
        await Node.RestartAsync();
    }

    private protected void Trouble(int track, CopyFailure failure, TrackHealthState state = TrackHealthState.Dereferenced, DateTimeOffset? checkedAt = null) =>
        Node.TrackHealths[HashOf(track)] = new TrackHealth
        {
            State = state, Strikes = state == TrackHealthState.Dereferenced ? 3 : 1, LastFailure = failure, FailedAt = Node.Time.GetUtcNow(), CheckedAt = checkedAt,
        };
}
