using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// The one thread of an endpoint. It alone touches ngtcp2, GnuTLS sessions and sockets: datagrams come in, timers fire, what the
/// application asked for is done, packets go out, in this order, over and over. The rest of the program talks to it by scheduling a
/// connection, and is answered through pipes, channels and tasks.
/// </summary>
internal sealed partial class EndpointLoop : IDatagramReceiver, IDisposable
{
    private readonly IReadOnlyList<IDatagramTransport> _transports;
    private readonly ConcurrentQueue<IrohConnection> _scheduled = new();
    private readonly HashSet<IrohConnection> _connections = [];
    private readonly List<IrohConnection> _dirty = [];
    private readonly LoopSleep _sleep;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<IrohConnection> _accepted = Channel.CreateBounded<IrohConnection>(
        new BoundedChannelOptions(QuicLimits.AcceptBacklog) { SingleWriter = true });

    private readonly Func<bool> _hasWork;
    private volatile ShutdownRequest? _shutdown;

    public EndpointLoop(IrohEndpointOptions options, IReadOnlyList<IDatagramTransport> transports, ILogger logger)
    {
        _transports = transports;
        Options = options;
        Logger = logger;
        Abi = NativeLibraries.Load();
        Callbacks = new ConnectionCallbacks(Abi);
        Credentials = options.Credentials ?? new TlsCredentials(options.SecretKey);
        Clock = new QuicClock(options.TimeProvider);
        Batch = new DatagramBatch(this);
        ResetSecret = HMACSHA256.HashData(options.SecretKey.Seed, "SoundTime stateless reset"u8);
        _hasWork = () => !_scheduled.IsEmpty || !_outgoing.IsEmpty || _dirty.Count > 0 || _shutdown is not null;
        _sleep = new LoopSleep(Clock, transports);
        _thread = new Thread(Run) { Name = $"iroh {options.SecretKey.NodeId.ShortText}", IsBackground = true };
    }

    public IrohEndpointOptions Options { get; }

    public ILogger Logger { get; }

    public Ngtcp2Abi Abi { get; }

    public ConnectionCallbacks Callbacks { get; }

    public TlsCredentials Credentials { get; }

    public QuicClock Clock { get; }

    public DatagramBatch Batch { get; }

    public ConnectionMemory Memory { get; } = new();

    public PinnedBlockPool Blocks { get; } = new();

    public ConnectionIdMap Ids { get; } = new();

    public TimerQueue Timers { get; } = new();

    /// <summary>Derived from the node's key, so that peers of a node that was restarted learn at once that their connections are gone.</summary>
    public byte[] ResetSecret { get; }

    /// <summary>Connections that others opened and whose handshake is done.</summary>
    public ChannelReader<IrohConnection> Accepted => _accepted.Reader;

    /// <summary>Ends when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    /// <summary>Has the connection looked after soon. From any thread.</summary>
    public void Schedule(IrohConnection connection)
    {
        if (connection.TrySetScheduled())
        {
            _scheduled.Enqueue(connection);
            if (_ended.Task.IsCompleted)
            {
                CloseScheduled("the endpoint is closed");
            }
            else
            {
                _sleep.Wake();
            }
        }
    }

    /// <summary>Closes every connection with this code, then ends the thread. From any thread.</summary>
    public void RequestShutdown(ulong code, string reason)
    {
        _shutdown ??= new ShutdownRequest(code, reason);
        _sleep.Wake();
    }

    /// <summary>Remembers that the connection may have something to send.</summary>
    public void MarkDirty(IrohConnection connection)
    {
        if (!connection.IsDirty)
        {
            connection.IsDirty = true;
            _dirty.Add(connection);
        }
    }

    /// <summary>Whether there are as many connections as there may be.</summary>
    public bool IsFull => _connections.Count >= Options.MaxConnections;

    /// <summary>Counts the connection in.</summary>
    public void Register(IrohConnection connection) => _connections.Add(connection);

    /// <summary>Counts the connection out; its ids stay for the draining time.</summary>
    public void Unregister(IrohConnection connection, ClosedConnection? closed)
    {
        _connections.Remove(connection);
        Timers.Remove(connection);
        if (closed is not null)
        {
            Ids.Close(connection, closed);
        }
    }

    /// <summary>
    /// Which wait of the thread this is, when all that was asked is done; 0 while it has something to do. What its transports hold is not counted. From any thread.
    /// </summary>
    public long IdleWait => _scheduled.IsEmpty && _outgoing.IsEmpty ? _sleep.Sleep : 0;

    /// <summary>Hands a finished inbound connection to whoever accepts; false when too many wait.</summary>
    public bool TryOffer(IrohConnection connection) => _accepted.Writer.TryWrite(connection);

    public void Dispose()
    {
        Batch.Dispose();
        Credentials.Dispose();
        Callbacks.Dispose();
        Memory.Dispose();
        _sleep.Dispose();
        foreach (var transport in _transports)
        {
            transport.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            while (_shutdown is null)
            {
                _sleep.Wait(Timers.Next, _hasWork);
                Receive();
                RunScheduled();
                SendOutgoing();
                FireTimers();
                FlushDirty();
                Ids.Expire(Clock.Now());
            }

            CloseAll(_shutdown.Code, _shutdown.Reason);
            _accepted.Writer.Complete();
        }
        catch (Exception exception)
        {
            // A bug of ours. The endpoint ends, visibly, rather than the process.
            EndpointLog.LoopFailed(Logger, exception);
            _accepted.Writer.Complete(exception);
            CloseAll(0, "internal error");
        }
        finally
        {
            // In this order: whoever schedules a connection from now on closes it himself.
            _ended.SetResult();
            CloseScheduled("the endpoint is closed");
        }
    }

    private void RunScheduled()
    {
        // Only what waits now: what is scheduled meanwhile comes after the packets.
        for (var count = _scheduled.Count; count > 0 && _scheduled.TryDequeue(out var connection); count--)
        {
            connection.ClearScheduled();
            Attempt(connection, static connection => connection.RunRequests());
        }
    }

    private void FireTimers()
    {
        var now = Clock.Now();
        while (Timers.TryTake(now, out var connection))
        {
            Attempt(connection, static connection => connection.OnTimer());
        }
    }

    private void FlushDirty()
    {
        // A flush may mark its own connection again; that one waits for the next round.
        var count = _dirty.Count;
        for (var i = 0; i < count; i++)
        {
            var connection = _dirty[i];
            connection.IsDirty = false;
            try
            {
                connection.Flush(Clock.Now());
            }
            catch (Exception exception)
            {
                GiveUp(connection, exception);
            }
        }

        _dirty.RemoveRange(0, count);
    }

    /// <summary>Looks after one connection; an error of ours there costs that connection, not the endpoint.</summary>
    private void Attempt(IrohConnection connection, Action<IrohConnection> action)
    {
        try
        {
            action(connection);
            MarkDirty(connection);
        }
        catch (Exception exception)
        {
            GiveUp(connection, exception);
        }
    }

    private void GiveUp(IrohConnection connection, Exception exception)
    {
        EndpointLog.ConnectionFailed(Logger, exception, connection.RemoteId.ShortText);
        CloseQuietly(connection, 0, "internal error");
    }

    /// <summary>Closes a connection; an error of ours in that must not keep the others from being closed.</summary>
    private void CloseQuietly(IrohConnection connection, ulong code, string reason)
    {
        try
        {
            connection.CloseNow(code, reason);
        }
        catch (Exception exception)
        {
            EndpointLog.ConnectionFailed(Logger, exception, connection.RemoteId.ShortText);
        }
    }

    private void CloseAll(ulong code, string reason)
    {
        foreach (var connection in _connections.ToArray())
        {
            CloseQuietly(connection, code, reason);
        }

    }

    private void CloseScheduled(string reason)
    {
        lock (_scheduled)
        {
            while (_scheduled.TryDequeue(out var connection))
            {
                CloseQuietly(connection, 0, reason);
            }
        }
    }

    private sealed record ShutdownRequest(ulong Code, string Reason);
}
