namespace SoundTime.Iroh.Relays;

internal sealed partial class RelayLink
{
    private string? _lastDenial;
    private TimeSpan? _restart;
    private DateTimeOffset _restartEnds;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (IsNeeded)
                {
                    var pause = await ConnectOnceAsync(cancellationToken).ConfigureAwait(false);
                    await PauseAsync(pause, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await RestAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever broke on the way, it is the end that was asked for.
            Enter(RelayState.Unused, null);
        }
    }

    /// <summary>Connects, and stays so until something goes wrong or nobody needs it. Answers how long to pause then.</summary>
    private async Task<TimeSpan> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            Enter(RelayState.Connecting, _problem);
            using var socket = await RelaySocket.ConnectAsync(_relay, _isPublicOnly, _key, _time, cancellationToken).ConfigureAwait(false);
            await UseAsync(socket, cancellationToken).ConfigureAwait(false);
            return TimeSpan.Zero;
        }
        catch (RelayException exception) when (exception.Reason == RelayFailure.Denied)
        {
            Enter(RelayState.Denied, exception.Message);
            LogDenial(exception.Message);
            return RelayLimits.DeniedPause;
        }
        catch (RelayException exception)
        {
            Enter(RelayState.Connecting, exception.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            RelayLog.Failed(_logger, exception, Url);
            Enter(RelayState.Connecting, "An error of this node's own: see its log.");
        }

        return NextPause();
    }

    private async Task UseAsync(RelaySocket socket, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var session = new RelaySession(socket, Url, _outbox, _inbox, _time, () => IsNeeded);
        Volatile.Write(ref _session, session);
        Enter(RelayState.Connected, null);
        _lastDenial = null;
        try
        {
            await session.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            EndUse(session, _time.GetElapsedTime(start));
        }
    }

    private void EndUse(RelaySession session, TimeSpan lasted)
    {
        lock (_gate)
        {
            _session = null;
            _latency = session.Latency ?? _latency;
            if (session.Restart is { } restart)
            {
                _restart = restart.After;
                _restartEnds = _time.GetUtcNow() + restart.After + restart.For;
            }
        }

        if (session.Latency is not null && lasted > RelayLimits.SoundSession)
        {
            _backoff.Reset();
        }
    }

    /// <summary>Says so once for each reason, however often it is tried again.</summary>
    private void LogDenial(string problem)
    {
        if (problem != _lastDenial)
        {
            _lastDenial = problem;
            RelayLog.Denied(_logger, Url, problem);
        }
    }

    /// <summary>A relay that restarts has said when to come back.</summary>
    private TimeSpan NextPause()
    {
        lock (_gate)
        {
            if (_restart is { } after)
            {
                _restart = null;
                _backoff.Reset();
                return after + _backoff.Next();
            }
        }

        return _backoff.Next();
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            await _wake.WaitAsync(pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the relay is needed.</summary>
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        // What was needed meanwhile was noted before the state was entered, or wakes after it.
        Enter(RelayState.Unused, _problem);
        if (!IsNeeded)
        {
            _outbox.Clear();
            await _wake.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Enter(RelayState state, string? problem)
    {
        lock (_gate)
        {
            _problem = problem;
            if (_state == state)
            {
                return;
            }

            _state = state;
            _since = _time.GetUtcNow();
        }

        _onChanged();
    }
}
