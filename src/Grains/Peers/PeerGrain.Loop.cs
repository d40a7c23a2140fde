namespace SoundTime.Grains.Peers;

/// <content>The timer and its work: one step after the other, each when it is due, and nothing in between.</content>
public sealed partial class PeerGrain
{
    /// <summary>Later than anything.</summary>
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Stops what waits for the network; replaced by a new one then.</summary>
    private CancellationTokenSource _stop = new();
    private PeerReply _stoppedBy = PeerReply.NotAsked;

    /// <summary>Runs while this node is in contact with the peer, or tries to be.</summary>
    private IGrainTimer? _timer;

    private bool _isWorking;

    /// <summary>Until when nothing is done, because something failed on this side.</summary>
    private TimeSpan _pausedUntil;

    private bool _isBlockListUnreadable;
    private bool _isInterrupted;

    /// <summary>Starts to ask the peer, and keeps the grain alive for it. Nothing happens where that goes on already.</summary>
    private void BeginContact()
    {
        if (_timer is not null)
        {
            return;
        }

        _timer = this.RegisterGrainTimer(
            WorkAsync,
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        _pingDueAt = Now;
        _pausedUntil = TimeSpan.Zero;

        // Pauses are longer than a grain may be idle.
        DelayDeactivation(TimeSpan.MaxValue);
    }

    private void EndContact(PeerReply why = PeerReply.NotAsked)
    {
        StopWork(why);
        _timer?.Dispose();
        _timer = null;
        _isOnline = _isSending = false;
        _pingDueAt = _requestDueAt = _walkDueAt = _filterDueAt = Never;
        DelayDeactivation(TimeSpan.Zero);
    }

    /// <param name="why">What is answered to those who wait for a Ping that is under way.</param>
    private void StopWork(PeerReply why)
    {
        _stoppedBy = why;
        _stop.Cancel();
        _stop = new CancellationTokenSource();
    }

    /// <summary>Sets the timer to when something is due next. While work is done it is the end of that work that sets it.</summary>
    private void SetTimer()
    {
        if (_timer is null || _isWorking || _record is null)
        {
            return;
        }

        var due = Later(NextDue(), _pausedUntil) - Now;
        _timer.Change(due > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan NextDue() =>
        IsRecordDue ? TimeSpan.Zero
        : _isOnline ? Earlier(Earlier(_pingDueAt, _requestDueAt), Earlier(FilterDueAt, WalkDueAt))
        : _pingDueAt;

    private Func<CancellationToken, Task>? NextStep() =>
        _record is null ? null
        : IsRecordDue ? SaveRecordAsync
        : _pingDueAt <= Now ? PingWhenDueAsync
        : !_isOnline ? null
        : _requestDueAt <= Now ? RequestCatalogueAsync
        : FilterDueAt <= Now ? SendFilterAsync
        : WalkDueAt <= Now ? SendPageAsync
        : null;

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        if (_isWorking)
        {
            return;
        }

        _isWorking = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        try
        {
            while (Now >= _pausedUntil && NextStep() is { } step && await MayWorkAsync(stop.Token))
            {
                stop.Token.ThrowIfCancellationRequested();
                await step(stop.Token);
                _isInterrupted &= _pausedUntil > Now;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever stopped the work has said what comes next.
        }
        catch (InconsistentStateException exception)
        {
            _logger.PositionsConflict(exception, _id.ShortText);
            DeactivateOnIdle();
        }
        catch (Exception exception)
        {
            // Stores of different kinds fail in different ways; none may end the contact.
            NoteInterruption(exception);
        }
        finally
        {
            _isWorking = false;
            SetTimer();
        }
    }

    /// <summary>Whether the peer is not blocked. If that cannot be read, nothing is done for a while.</summary>
    private async Task<bool> MayWorkAsync(CancellationToken cancellationToken)
    {
        bool isBlocked;
        try
        {
            isBlocked = await _blocks.IsBlockedAsync(_id, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NoteBlockListUnreadable(exception);
            _pausedUntil = Now + PeerPacing.RetryPause;
            return false;
        }

        _isBlockListUnreadable = false;
        if (isBlocked)
        {
            await ObeyBlockAsync();
        }

        return !isBlocked;
    }

    private void NoteInterruption(Exception exception)
    {
        if (!_isInterrupted)
        {
            _isInterrupted = true;
            _logger.PeerWorkFailed(exception, _id.ShortText);
        }

        _pausedUntil = Now + PeerPacing.RetryPause;
    }

    private void NoteBlockListUnreadable(Exception exception)
    {
        if (!_isBlockListUnreadable)
        {
            _isBlockListUnreadable = true;
            _logger.BlockListUnreadable(exception, _id.ShortText);
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
