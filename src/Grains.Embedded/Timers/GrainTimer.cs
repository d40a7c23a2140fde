namespace SoundTime.Grains.Embedded;

/// <summary>A timer of an activation. It is also the request that its ticks make: there is never more than one.</summary>
internal sealed class GrainTimer : Request, IGrainTimer
{
    /// <summary>The longest time that a timer of .NET takes, in milliseconds.</summary>
    private const long MaxMilliseconds = 0xfffffffe;

    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _isChanged;
    private volatile bool _isDue;
    private volatile bool _isStopped;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
        : base(activation.GrainId)
    {
        Check(options.DueTime, nameof(options));
        Check(options.Period, nameof(options));
        Activation = activation;
        _callback = callback;
        _options = options;
        _period = options.Period;
        _timer = activation.Runtime.Time.CreateCleanTimer(static timer => ((GrainTimer)timer!).Tick(), this);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool Interleaves => _options.Interleave;

    public override bool IsReadOnly => false;

    public override bool KeepsAlive => _options.KeepAlive;

    public override bool IsAbandoned => _isStopped;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        _dueTime = dueTime;
        _period = period;
        _isChanged = true;
        if (!_isDue && !_isStopped)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>No more ticks; one that runs goes on undisturbed.</summary>
    public void Stop()
    {
        _isStopped = true;
        _timer.Dispose();
    }

    public void Dispose()
    {
        Stop();
        Activation!.Forget(this);
        _ended.Cancel();
    }

    public override async ValueTask<Exception?> RunAsync(object grain)
    {
        _isChanged = false;
        try
        {
            await _callback(_ended.Token);
            return null;
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            Activation!.Runtime.Log.TimerFailed(exception, Target);
            return exception;
        }
        finally
        {
            _isDue = false;
            if (!_isStopped)
            {
                _timer.Change(_isChanged ? _dueTime : _period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Ticks belong to their activation: none is left when it fails.</summary>
    public override void Fail(Exception exception)
    {
    }

    private void Tick()
    {
        _isDue = true;
        Activation!.Post(this);
    }

    private static void Check(TimeSpan time, string parameter)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, parameter);
            ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, MaxMilliseconds, parameter);
        }
    }
}
