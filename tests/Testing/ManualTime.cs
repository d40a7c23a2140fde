namespace SoundTime.Testing;

/// <summary>A clock that moves when told. Its timers fire on the thread that moves it, in the order of their times.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>When the next timer is due, or null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count == 0 ? null : _timers.Min(timer => timer.Due);
            }
        }
    }

    /// <summary>Whether a timer is due exactly after this time.</summary>
    public bool HasTimerIn(TimeSpan time) => CountTimersIn(time) > 0;

    /// <summary>How many timers are due exactly after this time.</summary>
    public int CountTimersIn(TimeSpan time)
    {
        lock (_gate)
        {
            return _timers.Count(timer => timer.Due == _now + time);
        }
    }

    /// <summary>Where the clock stands and when its timers are due, for the text of a failure.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            var due = _timers.OrderBy(timer => timer.Due)
                .CountBy(timer => $"in {(timer.Due - _now).TotalSeconds} s for {timer}")
                .Select(timers => timers.Value == 1 ? timers.Key : $"{timers.Key} ({timers.Value} times)");
            return $"The clock stands at {_now:HH:mm:ss.fff}. Timers are due: {string.Join(", ", due)}.";
        }
    }

    /// <summary>Moves the clock and fires what comes due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = end > _now ? end : _now;
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                _timers.Remove(next);
                next.SetNext(_now);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public override string ToString() => (state ?? callback.Target)?.GetType().Name ?? "nobody";

        public void SetNext(DateTimeOffset now)
        {
            if (_period > TimeSpan.Zero)
            {
                Due = now + _period;
                time._timers.Add(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
