using System.Net;
using System.Threading.Channels;
using SoundTime.Iroh.Quic;
using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>A connection with a node whose key TLS has proved. Streams in both directions run over it side by side.</summary>
public sealed partial class IrohConnection : IAsyncDisposable
{
    private readonly EndpointLoop _loop;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<IrohConnection> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConnectionClose> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Bounded by the streams that the peer may have open.
    private readonly Channel<IrohStream> _incoming = Channel.CreateUnbounded<IrohStream>(new UnboundedChannelOptions { SingleWriter = true });

    /// <summary>The node at the other end: the key that it proved to hold.</summary>
    public NodeId RemoteId { get; private set; }

    /// <summary>Whether this side dialled.</summary>
    public bool IsOutbound { get; }

    /// <summary>The path that the connection runs over now, and why.</summary>
    public ConnectionPath Path => Volatile.Read(ref _connectionPath);

    /// <summary>The UDP address that the peer is reached at now; null where a relay is between.</summary>
    public IPEndPoint? RemoteEndPoint => Path.EndPoint;

    /// <summary>How long a packet and its answer take on the path, smoothed over the last ones (RFC 9002, section 5.3); null where none was measured yet.</summary>
    public TimeSpan? RoundTripTime => Volatile.Read(ref _roundTripTicks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Ends when the connection has ended, and says how. Never fails.</summary>
    public Task<ConnectionClose> Closed => _closed.Task;

    /// <summary>Opens a stream; waits while the peer allows no more.</summary>
    /// <exception cref="IrohConnectionException">The connection is closed.</exception>
    public async ValueTask<IrohStream> OpenStreamAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new TaskCompletionSource<IrohStream>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed.Task.IsCompleted)
            {
                throw new IrohConnectionException(_closed.Task.Result);
            }

            (_opens ??= new Queue<TaskCompletionSource<IrohStream>>()).Enqueue(request);
            HasPendingOpens = true;
        }

        _loop.Schedule(this);
        await using var registration = cancellationToken.Register(() => request.TrySetCanceled(cancellationToken)).ConfigureAwait(false);
        return await request.Task.ConfigureAwait(false);
    }

    /// <summary>Takes the next stream that the peer opens.</summary>
    /// <exception cref="IrohConnectionException">The connection is closed.</exception>
    public async ValueTask<IrohStream> AcceptStreamAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _incoming.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new IrohConnectionException(await Closed.ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Closes the connection: streams fail on both sides, the peer is told the code and the reason (cut to
    /// <see cref="ConnectionClose.MaxReasonLength"/> bytes). What is still in send buffers is lost. Ends when the peer has been told, not
    /// when it has heard.
    /// </summary>
    public async Task CloseAsync(ulong code, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, QuicLimits.MaxCode);
        RequestClose(code, reason);
        await Closed.ConfigureAwait(false);
    }

    /// <summary>Closes with code 0 and no reason.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(0, "").ConfigureAwait(false);

    /// <summary>Waits until both sides have accepted each other; a cancelled wait gives the connection up.</summary>
    internal async Task<IrohConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        _loop.Schedule(this);
        try
        {
            return await _connected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            RequestClose(0, "");
            throw;
        }
    }

    /// <summary>Has the endpoint's thread look after a stream. From any thread.</summary>
    internal void Touch(IrohStream stream)
    {
        if (stream.TrySetTouched())
        {
            lock (_gate)
            {
                _touched.Add(stream);
            }

            _loop.Schedule(this);
        }
    }

    private void RequestClose(ulong code, string reason)
    {
        lock (_gate)
        {
            _closeRequest ??= new ConnectionClose(CloseCause.ClosedLocally, code, reason);
        }

        _loop.Schedule(this);
    }
}
