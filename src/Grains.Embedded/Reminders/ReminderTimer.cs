using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Embedded;

/// <summary>Calls a grain when a reminder of its is due. It is also the request that its ticks make: there is never more than one.</summary>
internal sealed class ReminderTimer : Request, IDisposable
{
    private readonly EmbeddedGrainRuntime _runtime;
    private readonly StoredReminder _reminder;
    private readonly ITimer _timer;
    private DateTimeOffset _due;
    private volatile bool _isDisposed;

    public ReminderTimer(EmbeddedGrainRuntime runtime, StoredReminder reminder)
        : base(GrainId.Create(reminder.GrainType, reminder.Key))
    {
        _runtime = runtime;
        _reminder = reminder;
        _timer = runtime.Time.CreateCleanTimer(static timer => ((ReminderTimer)timer!).Tick(), this);
        SetNext();
    }

    public override bool Interleaves => false;

    public override bool IsReadOnly => false;

    public override bool KeepsAlive => true;

    public override bool IsAbandoned => _isDisposed;

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    public override async ValueTask<Exception?> RunAsync(object grain)
    {
        try
        {
            var now = _runtime.Time.GetUtcNow().UtcDateTime;
            await ((IRemindable)grain).ReceiveReminder(_reminder.Name, new TickStatus(_reminder.StartAt.UtcDateTime, _reminder.Period, now));
            return null;
        }
        catch (Exception exception)
        {
            _runtime.Log.ReminderFailed(exception, _reminder.Name, Target);
            return exception;
        }
        finally
        {
            SetNext();
        }
    }

    public override void Fail(Exception exception)
    {
        _runtime.Log.ReminderFailed(exception, _reminder.Name, Target);
        SetNext();
    }

    private void Tick() => _runtime.Send(this);

    /// <summary>To the start, or the next whole number of periods after it: what was missed is not made up for.</summary>
    private void SetNext()
    {
        var now = _runtime.Time.GetUtcNow();
        var longest = _due == default ? ReminderService.MaxTime : _reminder.Period;

        // A timer may come a moment early; that is no reason to be due twice.
        var after = now > _due ? now : _due;
        var periods = after < _reminder.StartAt ? 0 : (after - _reminder.StartAt).Ticks / _reminder.Period.Ticks + 1;
        _due = _reminder.StartAt + TimeSpan.FromTicks(periods * _reminder.Period.Ticks);
        if (!_isDisposed)
        {
            // Further away than it could be set, it stems from a clock that was ahead; it comes all the same.
            var wait = _due - now;
            _timer.Change(wait <= longest ? wait : _reminder.Period, Timeout.InfiniteTimeSpan);
        }
    }
}
