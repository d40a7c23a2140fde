using Microsoft.Extensions.DependencyInjection;

namespace SoundTime.Grains.Embedded;

// How a grain comes into memory, and leaves it.
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<GrainTimer> _timers = [];
    private ActivationState _state;
    private AsyncServiceScope? _services;
    private DeactivationReason? _deactivation;
    private CancellationToken _hurry;

    /// <summary>Whether the requests that wait still run before the end; otherwise a new activation gets them.</summary>
    private bool _servesWhatWaits;
    private long _lastUsed;
    private long _staysUntil;

    public Task Deactivated => _deactivated.Task;

    /// <summary>From any thread; takes effect in a turn.</summary>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (Current == this)
        {
            BeginDeactivating(deactivationReason, cancellationToken);
        }
        else
        {
            Post(() => BeginDeactivating(deactivationReason, cancellationToken));
        }
    }

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        var time = Runtime.Time;
        var until = timeSpan == Timeout.InfiniteTimeSpan || timeSpan == TimeSpan.MaxValue ? long.MaxValue
            : timeSpan <= TimeSpan.Zero ? 0
            : time.GetTimestamp() + (long)(timeSpan.TotalSeconds * time.TimestampFrequency);
        Volatile.Write(ref _staysUntil, until);
    }

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (Current != this)
        {
            throw new InvalidOperationException("A grain sets its timers in its own turns.");
        }

        var timer = new GrainTimer(this, callback, options);
        if (_deactivation is null)
        {
            _timers.Add(timer);
        }
        else
        {
            timer.Dispose();
        }

        return timer;
    }

    public void Forget(GrainTimer timer) => _timers.Remove(timer);

    /// <summary>Ends the activation if it has been idle for too long. From any thread.</summary>
    public void EndIfIdle()
    {
        if (IsIdle)
        {
            Post(() =>
            {
                if (IsIdle && _waiting.Count == 0)
                {
                    BeginDeactivating(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "No call came for long."), default);
                }
            });
        }
    }

    private bool IsIdle
    {
        get
        {
            var time = Runtime.Time;
            return Volatile.Read(ref _running) == 0
                && Volatile.Read(ref _staysUntil) <= time.GetTimestamp()
                && time.GetElapsedTime(Volatile.Read(ref _lastUsed)) >= (_class.CollectionAge ?? Runtime.Options.CollectionAge);
        }
    }

    /// <summary>Ends in a turn, with every waiting request begun or failed; nothing leaves it.</summary>
    private async Task ActivateAsync()
    {
        _state = ActivationState.Activating;
        try
        {
            using var tooLong = new CancellationTokenSource(Runtime.Options.ResponseTimeout, Runtime.Time);
            _services = Runtime.CreateScope(this);
            var (instance, states) = _class.Create(this, _services.Value.ServiceProvider);
            GrainInstance = instance;
            foreach (var state in states)
            {
                await state.ReadStateAsync(tooLong.Token);
            }

            await instance.OnActivateAsync(tooLong.Token);
        }
        catch (Exception exception)
        {
            Runtime.Log.ActivationFailed(exception, GrainId);
            await LeaveAsync();
            foreach (var request in _waiting)
            {
                request.Fail(exception);
            }

            return;
        }

        _state = ActivationState.Active;
        Volatile.Write(ref _lastUsed, Runtime.Time.GetTimestamp());
        AdmitWaiting();
        EndIfDue();
    }

    private void BeginDeactivating(DeactivationReason reason, CancellationToken hurry)
    {
        if (_state >= ActivationState.Deactivating)
        {
            return;
        }

        var isShutdown = reason.ReasonCode == DeactivationReasonCode.ShuttingDown;
        if (_deactivation is null)
        {
            _deactivation = reason;
            _hurry = hurry;

            // At the end of the process nobody else would serve them; and a grain that ends itself while it is activated would never serve any.
            _servesWhatWaits = isShutdown || _state == ActivationState.Activating;
            foreach (var timer in _timers)
            {
                timer.Stop();
            }
        }

        if (isShutdown)
        {
            // A timer's call may be at work for long, and is told now: the end of the process waits for it.
            DisposeTimers();
        }

        EndIfDue();
    }

    private void EndIfDue()
    {
        if (_deactivation is null || _running > 0 || _servesWhatWaits && _waiting.Count > 0)
        {
            return;
        }

        if (_state is ActivationState.Active or ActivationState.New)
        {
            _ = EndAsync(_deactivation.Value);
        }
    }

    /// <summary>Ends in a turn, with every waiting request sent to a new activation; nothing leaves it.</summary>
    private async Task EndAsync(DeactivationReason reason)
    {
        var wasActive = _state == ActivationState.Active;
        _state = ActivationState.Deactivating;
        DisposeTimers();
        if (wasActive)
        {
            try
            {
                using var tooLong = new CancellationTokenSource(Runtime.Options.ResponseTimeout, Runtime.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, _hurry);
                await ((IGrainBase)GrainInstance!).OnDeactivateAsync(reason, either.Token);
            }
            catch (Exception exception)
            {
                Runtime.Log.DeactivationFailed(exception, GrainId);
            }
        }

        await LeaveAsync();
        foreach (var request in _waiting)
        {
            Forward(request);
        }
    }

    private async Task LeaveAsync()
    {
        DisposeTimers();
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_services is { } services)
            {
                await services.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            Runtime.Log.DisposalFailed(exception, GrainId);
        }

        _services = null;
        _state = ActivationState.Gone;
        Runtime.Remove(this);
        _deactivated.SetResult();
    }

    private void DisposeTimers()
    {
        foreach (var timer in _timers.ToArray())
        {
            try
            {
                timer.Dispose();
            }
            catch (AggregateException exception)
            {
                // What the grain had the timer's token call; the grain ends all the same.
                Runtime.Log.TimerEndFailed(exception, GrainId);
            }
        }
    }
}
