using Microsoft.Extensions.Logging;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// Looks after the tracks that peers hold. The reminder sets a timer, and the timer does one sweep: those in trouble, the next of all, and then the fetches that are worth their bytes. A sweep that
/// takes longer than the interval is not begun a second time; the next reminder after its end goes on.
/// </summary>
public sealed class HealthSweepGrain : Grain, IHealthSweepGrain, IRemindable
{
    private const string Reminder = "sweep";

    /// <summary>Most pages of the catalogue that one sweep goes through: where nearly all tracks are our own, pages are nearly empty.</summary>
    private const int MaxPages = 1_000;

    /// <summary>For how much of the interval fetches may go on, so that they never keep the next sweep from its time.</summary>
    private const double FetchShare = 0.9;

    private readonly IPersistentState<HealthSweepState> _state;
    private readonly TrackSweeper _sweeper;
    private readonly TrackRepair _repair;
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthSweepGrain> _logger;
    private IGrainTimer? _timer;
    private bool _isSweeping;
    private bool _hasFailed;

    /// <summary>Made by the runtime.</summary>
    /// <param name="state">How far the sweep is.</param>
    /// <param name="healths">What is known of tracks.</param>
    /// <param name="link">What knows whether bytes are here, and fetches them.</param>
    /// <param name="options">What the admin set.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public HealthSweepGrain(
        [PersistentState("health-sweep")] IPersistentState<HealthSweepState> state,
        ITrackHealthStore healths,
        ITrackLink link,
        HealthOptions options,
        TimeProvider time,
        ILogger<HealthSweepGrain> logger)
    {
        _state = state;
        _sweeper = new TrackSweeper(healths, link, time);
        _repair = new TrackRepair(healths, link, time);
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Whether a failure was told of is in memory alone.
        DelayDeactivation(TimeSpan.MaxValue);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => StoreErrors.ForCallerAsync(async () =>
    {
        // Set anew at each start, it would never be due on a node that is restarted often.
        if (_state.State.Period == _options.Interval && await this.GetReminder(Reminder) is not null)
        {
            return;
        }

        await this.RegisterOrUpdateReminder(Reminder, _options.Interval, _options.Interval);
        _state.State.Period = _options.Interval;
        await _state.WriteStateAsync(CancellationToken.None);
    });

    /// <inheritdoc/>
    public Task<SweepProgress> DescribeAsync(CancellationToken cancellationToken)
    {
        var state = _state.State;
        return Task.FromResult(new SweepProgress(
            state.Position, state.RoundStartedAt, state.LastRoundStartedAt, state.LastSweepAt, state.Checked, state.Here, state.WithoutSource, state.Restored));
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_isSweeping)
        {
            _logger.SweepStillRunning(_options.Interval.TotalMinutes);
            return Task.CompletedTask;
        }

        _isSweeping = true;
        _timer ??= this.RegisterGrainTimer(
            SweepAsync,
            new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            BeginRoundIfDue();
            var (restored, wanted) = await _sweeper.SweepTroubledAsync(_options.TracksPerSweep, track => track.FileSize <= _options.FetchBudget, cancellationToken);
            _state.State.Restored += restored;
            await WalkAsync(cancellationToken);
            if (wanted.Count > 0)
            {
                _state.State.Restored += await _repair.FetchAsync(wanted, _options.FetchBudget, _options.Interval * FetchShare, cancellationToken);
                await _state.WriteStateAsync(CancellationToken.None);
            }

            _hasFailed = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The grain ends; the next one goes on from what is stored.
        }
        catch (InconsistentStateException exception)
        {
            _logger.SweepConflict(exception);
            DeactivateOnIdle();
        }
        catch (Exception exception)
        {
            NoteFailure(exception);
        }
        finally
        {
            _isSweeping = false;
        }
    }

    /// <summary>Goes on through all tracks, until so many were looked at or the round is over. What is kept after each page is never ahead of what was written.</summary>
    private async Task WalkAsync(CancellationToken cancellationToken)
    {
        var left = _options.TracksPerSweep;
        for (var pages = 0; pages < MaxPages && left > 0; pages++)
        {
            var page = await _sweeper.SweepNextAsync(_state.State.Position, Math.Min(left, TrackSweeper.PageSize), cancellationToken);
            left -= page.Checked;
            Note(page);
            await _state.WriteStateAsync(CancellationToken.None);
            if (page.Position is null)
            {
                return;
            }
        }
    }

    private void BeginRoundIfDue()
    {
        var state = _state.State;
        if (state.Position is null)
        {
            state.RoundStartedAt = _time.GetUtcNow();
            state.Checked = state.Here = state.WithoutSource = state.Restored = 0;
        }
    }

    private void Note(SweptPage page)
    {
        var state = _state.State;
        state.Position = page.Position;
        state.LastSweepAt = _time.GetUtcNow();
        state.Checked += page.Checked;
        state.Here += page.Here;
        state.WithoutSource += page.WithoutSource;
        state.Restored += page.Restored;
        if (page.Position is null)
        {
            state.LastRoundStartedAt = state.RoundStartedAt;
            _logger.SweepRoundEnded(state.Checked, state.Here, state.WithoutSource, state.Restored);
        }
    }

    private void NoteFailure(Exception exception)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            _logger.SweepFailed(exception, _options.Interval.TotalMinutes);
        }
    }
}
