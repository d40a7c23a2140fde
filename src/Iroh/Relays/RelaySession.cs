namespace SoundTime.Iroh.Relays;

/// <summary>
/// One connection with a relay, from the end of its handshake on. Three loops run side by side: one reads, one sends, one looks at the times; the first that
/// ends, ends the others.
/// </summary>
internal sealed partial class RelaySession
{
    private readonly RelaySocket _socket;
    private readonly RelayUrl _relay;
    private readonly FrameQueue _outbox;
    private readonly RelayInbox _inbox;
    private readonly TimeProvider _time;
    private readonly Func<bool> _isNeeded;

    public RelaySession(RelaySocket socket, RelayUrl relay, FrameQueue outbox, RelayInbox inbox, TimeProvider time, Func<bool> isNeeded)
    {
        _socket = socket;
        _relay = relay;
        _outbox = outbox;
        _inbox = inbox;
        _time = time;
        _isNeeded = isNeeded;
        _lastReceived = time.GetTimestamp();
    }

    /// <summary>The last round trip; null before the first Pong.</summary>
    public TimeSpan? Latency
    {
        get
        {
            lock (_gate)
            {
                return _latency;
            }
        }
    }

    /// <summary>What the relay says is wrong with the connection; null while it says nothing.</summary>
    public string? Notice => _notice
        ?? (_socket.TextMessages == 0 ? null : "It sends text messages, which mean nothing to iroh and are passed over. See whether the URL is that of an iroh relay.");

    /// <summary>How long the relay is away, if it said that it restarts.</summary>
    public RelayRestart? Restart { get; private set; }

    /// <summary>Runs until this node needs the relay no more, or the token says so; what waits to be sent is sent before.</summary>
    /// <exception cref="RelayException">The connection is lost.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        AskForPong();
        var receiving = ReceiveAsync();
        var sending = SendAsync();
        var watching = WatchAsync(stop.Token);
        var first = await Task.WhenAny(receiving, sending, watching).ConfigureAwait(false);

        await stop.CancelAsync().ConfigureAwait(false);
        StopSending();
        using (var limit = new CancellationTokenSource(RelayLimits.CloseTimeout, _time))
        await using (limit.Token.Register(_socket.Abort))
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!receiving.IsCompleted)
            {
                await _socket.SayGoodbyeAsync().ConfigureAwait(false);
            }
        }

        _socket.Abort();
        await Task.WhenAll(receiving, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    /// <summary>Looks after the times: silence, Pongs, sends that get stuck, and connections that nobody needs.</summary>
    private async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(RelayLimits.WatchInterval, _time);
        try
        {
            while (_isNeeded() && await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                ThrowIfStuck();
                ThrowIfSilent();
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is to end.
        }
    }
}
