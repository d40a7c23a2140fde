using System.Net;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The connections that this node opens: one for each peer and purpose, shared by all who ask that peer, and a few for tracks, so that one
/// does not wait for the other. They are closed when unused for a while.
/// </summary>
internal sealed class PeerConnections(IrohEndpoint endpoint, PeerDirectory directory, TimeProvider time, ILogger<PeerConnections> logger) : BackgroundService
{
    /// <summary>Most connections at once. Rust nodes keep as many (protocol sheet, section 1.1).</summary>
    public const int MaxConnections = 128;

    /// <summary>Most connections to one peer for tracks, beyond which they are shared: a Rust node has 64 places for all nodes together.</summary>
    public const int MaxFetchConnections = 3;

    /// <summary>How long an unused connection is kept: Rust nodes keep theirs as long.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    /// <summary>How often unused connections are looked for.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long a dial may take: two round trips and the loss of a packet or two, with much to spare.</summary>
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();

    /// <summary>Never more than <see cref="MaxConnections"/>, so that a walk over them costs nothing beside a message.</summary>
    private readonly List<PooledConnection> _pool = [];

    private readonly TaskTracker _tracker = new("watching of a connection", logger);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Gives the connection to a peer, dialled anew where there is none that lives.</summary>
    /// <exception cref="PeerRequestException">The peer cannot be connected to, or there are too many connections.</exception>
    public async Task<ConnectionLease> RentAsync(NodeId peer, ConnectionPurpose purpose, CancellationToken cancellationToken)
    {
        var (pooled, isNew) = Take(peer, purpose);
        try
        {
            return new ConnectionLease(this, pooled, await pooled.Dial.WaitAsync(cancellationToken), isNew);
        }
        catch (Exception exception)
        {
            Return(pooled);
            throw exception is OperationCanceledException && _stopping.IsCancellationRequested
                ? new PeerRequestException(PeerRequestFailure.Unreachable, peer, "This node stops.", exception)
                : PeerRequestException.From(exception, peer) ?? exception;
        }
    }

    /// <summary>Ends the use of a connection.</summary>
    public void Return(PooledConnection pooled)
    {
        lock (_gate)
        {
            pooled.Users--;
            pooled.LastUsed = time.GetTimestamp();
        }
    }

    /// <summary>Closes all connections.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _stopping.CancelAsync();
        await CloseAsync(Remove(_ => true), PeerCloseCodes.Stopping, "the node stops");
        await _tracker.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    /// <summary>Closes what is unused.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var idle = Remove(pooled => pooled.IsDead || (pooled.IsUnused && time.GetElapsedTime(pooled.LastUsed) >= IdleTime));
            await CloseAsync(idle, PeerCloseCodes.Idle, "not used for a while");
        }
    }

    private (PooledConnection Pooled, bool IsNew) Take(NodeId peer, ConnectionPurpose purpose)
    {
        lock (_gate)
        {
            _pool.RemoveAll(pooled => pooled.IsDead);
            var fitting = _pool.FindAll(pooled => pooled.Peer == peer && pooled.Purpose == purpose);
            var pooled = fitting.MinBy(pooled => pooled.Users);
            var mayAdd = pooled is null || (pooled.Users > 0 && fitting.Count < MaxFor(purpose));
            var isNew = mayAdd && TryMakeRoom();
            if (isNew)
            {
                pooled = new PooledConnection(peer, purpose, () => DialAsync(peer, purpose));
                _pool.Add(pooled);
            }
            else if (pooled is null)
            {
                throw new PeerRequestException(
                    PeerRequestFailure.TooManyConnections, peer, $"This node has {MaxConnections} connections in use already; try again in a while.");
            }

            pooled.Users++;
            pooled.LastUsed = time.GetTimestamp();
            return (pooled, isNew);
        }
    }

    private static int MaxFor(ConnectionPurpose purpose) => purpose == ConnectionPurpose.Fetch ? MaxFetchConnections : 1;

    /// <summary>Whether there is room for one more, for which the connection that was unused for longest may have to go.</summary>
    private bool TryMakeRoom()
    {
        if (_pool.Count < MaxConnections)
        {
            return true;
        }

        if (_pool.Where(pooled => pooled.IsUnused).MinBy(pooled => pooled.LastUsed) is not { } unused)
        {
            return false;
        }

        _pool.Remove(unused);
        _tracker.Run(() => CloseAsync([unused], PeerCloseCodes.Idle, "others need the place"));
        return true;
    }

    private async Task<IrohConnection> DialAsync(NodeId peer, ConnectionPurpose purpose)
    {
        using var limit = new TimeLimit(DialLimit, time, _stopping.Token);
        try
        {
            var connection = await endpoint.ConnectAsync(directory.AddressOf(peer), limit.Token);
            var endPoint = connection.RemoteEndPoint;
            directory.ConnectionOpened(peer, endPoint);
            logger.Connected(peer.ShortText, endPoint, purpose);
            _tracker.Run(() => WatchAsync(connection, endPoint));
            return connection;
        }
        catch (OperationCanceledException exception) when (limit.HasPassed)
        {
            directory.RecordUnreachable(peer);
            throw new PeerRequestException(
                PeerRequestFailure.Unreachable, peer, $"Node {peer.ShortText} did not answer within {DialLimit.TotalSeconds:0} seconds.", exception);
        }
        catch (IrohConnectException)
        {
            directory.RecordUnreachable(peer);
            throw;
        }
    }

    private async Task WatchAsync(IrohConnection connection, IPEndPoint openedAt)
    {
        var close = await connection.Closed;
        directory.ConnectionClosed(connection.RemoteId, openedAt, connection.RemoteEndPoint, close.Cause != CloseCause.TimedOut);
        logger.ConnectionEnded(connection.RemoteId.ShortText, close.ToString());
    }

    private List<PooledConnection> Remove(Predicate<PooledConnection> condition)
    {
        lock (_gate)
        {
            var removed = _pool.FindAll(condition);
            _pool.RemoveAll(removed.Contains);
            return removed;
        }
    }

    private static async Task CloseAsync(IEnumerable<PooledConnection> connections, ulong code, string reason)
    {
        foreach (var pooled in connections.Where(pooled => pooled.Dial.IsCompletedSuccessfully))
        {
            await pooled.Dial.Result.CloseAsync(code, reason);
        }
    }
}
