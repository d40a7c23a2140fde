using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// This node's side of one relay: connects while it is needed, which is as home or for 60 seconds after something was sent, and again after each failure.
/// </summary>
internal sealed partial class RelayLink : IDisposable
{
    private readonly RelayServer _relay;
    private readonly bool _isPublicOnly;
    private readonly SecretKey _key;
    private readonly RelayInbox _inbox;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _onChanged;
    private readonly FrameQueue _outbox;
    private readonly RelayBackoff _backoff = new();
    private readonly Signal _wake = new();
    private readonly CancellationTokenSource _stop;
    private readonly Lock _gate = new();
    private RelayState _state = RelayState.Unused;
    private DateTimeOffset _since;
    private string? _problem;
    private TimeSpan? _latency;
    private RelaySession? _session;
    private long? _lastNeeded;
    private bool _isHome;
    private Task _running = Task.CompletedTask;

    public RelayLink(RelayServer relay, bool isConfigured, IrohEndpointOptions options, RelayInbox inbox, Action onChanged, CancellationToken stop)
    {
        _relay = relay;
        IsConfigured = isConfigured;
        _isPublicOnly = !isConfigured && !options.AllowsPrivateRelays;
        _key = options.SecretKey;
        _inbox = inbox;
        _time = options.TimeProvider;
        _logger = options.Logger;
        _onChanged = onChanged;
        _outbox = new FrameQueue(RelayLimits.SendQueueBytes, _time);
        _since = _time.GetUtcNow();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    public RelayUrl Url => _relay.Url;

    /// <summary>Whether it may become the home; others are dialled because a peer lives there.</summary>
    public bool IsConfigured { get; }

    public RelayState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Whether this is the home, which stays connected.</summary>
    public bool IsHome
    {
        get
        {
            lock (_gate)
            {
                return _isHome;
            }
        }

        set
        {
            lock (_gate)
            {
                _isHome = value;
            }

            Need();
        }
    }

    /// <summary>Whether it is the home, or something was sent through it within the last minute.</summary>
    public bool IsNeeded
    {
        get
        {
            lock (_gate)
            {
                return _isHome || (_lastNeeded is { } last && _time.GetElapsedTime(last) < RelayLimits.IdleTimeout);
            }
        }
    }

    /// <summary>Time that this relay gets to come back before it counts as lost; longer while it restarts.</summary>
    public TimeSpan Patience
    {
        get
        {
            lock (_gate)
            {
                var restart = _restartEnds - _time.GetUtcNow();
                return restart > RelayLimits.HomePatience ? restart : RelayLimits.HomePatience;
            }
        }
    }

    public RelayStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new RelayStatus(Url, _state, _isHome, _session?.Latency ?? _latency, _since, _session?.Notice ?? _problem);
            }
        }
    }

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Connects, if it is not so already, and stays so for 60 seconds more. From any thread.</summary>
    public void Need()
    {
        lock (_gate)
        {
            _lastNeeded = _time.GetTimestamp();
            if (_state == RelayState.Unused)
            {
                _wake.Set();
            }
        }
    }

    /// <summary>Connects without waiting for the end of a pause, unless the relay does not let this node in.</summary>
    public void Hurry()
    {
        Need();
        if (State == RelayState.Connecting)
        {
            _wake.Set();
        }
    }

    /// <summary>Queues datagrams for a node at this relay: types 4 and 5, split so that no frame passes its cap.</summary>
    public void Send(NodeId node, ReadOnlySpan<byte> datagrams, int segmentSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(segmentSize, RelayLimits.MaxSentFrame - RelayProtocol.BatchHeader);
        Need();
        Span<byte> head = stackalloc byte[RelayProtocol.BatchHeader];
        var longest = (RelayLimits.MaxSentFrame - RelayProtocol.BatchHeader) / segmentSize * segmentSize;
        while (!datagrams.IsEmpty)
        {
            var body = datagrams[..Math.Min(longest, datagrams.Length)];
            var header = body.Length > segmentSize
                ? RelayProtocol.WriteDatagramHeader(head, RelayFrameType.ClientToRelayDatagramBatch, node, (ushort)segmentSize)
                : RelayProtocol.WriteDatagramHeader(head, RelayFrameType.ClientToRelayDatagram, node);
            if (_outbox.TryAdd(Url, head[..header], body, out var wasEmpty) && wasEmpty)
            {
                Volatile.Read(ref _session)?.Wake();
            }

            datagrams = datagrams[body.Length..];
        }
    }

    /// <summary>Notes the outcome of a probe, which says something while there is no connection.</summary>
    public void NoteProbe(TimeSpan? latency, string? problem)
    {
        lock (_gate)
        {
            _latency = latency ?? _latency;
            _problem = _state == RelayState.Unused ? problem : _problem;
        }
    }

    /// <summary>Leaves the relay.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();
}
