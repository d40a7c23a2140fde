using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Blocking;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The connections that this node opens: one for each peer and purpose, shared by all who ask that peer, and a few for tracks, so that one
/// does not wait for the other. They are closed when unused for a while. A peer that is blocked gets none, nor does anyone while the list of
/// the blocked cannot be read.
/// </summary>
internal sealed class PeerConnections(
    IrohEndpoint endpoint, PeerAddresses addresses, IBlockList blocks, TimeProvider time, ILogger<PeerConnections> logger) : PeerService
{
    /// <summary>Most connections at once: a tenth of what the endpoint has room for. All online peers of a large host are asked every minute.</summary>
    public const int MaxConnections = 1_024;

    /// <summary>Most connections to one peer for tracks, beyond which they are shared: a Rust node has 64 places for all nodes together.</summary>
    public const int MaxFetchConnections = 3;

    /// <summary>How long an unused connection is kept: Rust nodes keep theirs as long.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    /// <summary>How often unused connections are looked for.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long a dial may take: two round trips and the loss of a packet or two, with much to spare.</summary>
    public static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();

    /// <summary>Never more than <see cref="MaxConnections"/>, so that a walk over them costs nothing beside a message.</summary>
    private readonly List<PooledConnection> _pool = [];

    private readonly TaskTracker _tracker = new("watching of a connection", logger);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Gives the connection to a peer, dialled anew where there is none that lives.</summary>
    /// <exception cref="PeerRequestException">The peer is blocked or cannot be connected to, or there are too many connections.</exception>
    /// <exception cref="StorageException">Where the peer is cannot be read.</exception>
    public async Task<ConnectionLease> RentAsync(NodeId peer, ConnectionPurpose purpose, CancellationToken cancellationToken)
    {
        var (pooled, isNew) = Take(peer, purpose);
        try
        {
            // Asked when the connection is in the pool: whoever blocks the peer from now on finds it there.
            await RefuseBlockedAsync(peer, cancellationToken);
            return new ConnectionLease(this, pooled, await Dial(pooled).WaitAsync(cancellationToken), isNew);
        }
        catch (Exception exception)
        {
            Return(pooled);
            throw exception is OperationCanceledException && _stopping.IsCancellationRequested
                ? new PeerRequestException(PeerRequestFailure.Stopping, peer, "This node stops.", exception)
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
            if (pooled is { IsUnused: true, IsDialled: false })
            {
                _pool.Remove(pooled);
            }
        }
    }

    /// <summary>The peers that connections are open to or being dialled.</summary>
    public IReadOnlyCollection<NodeId> ListPeers()
    {
        lock (_gate)
        {
            return [.. _pool.Select(pooled => pooled.Peer).Distinct()];
        }
    }

    /// <summary>The connections to a peer that stand now.</summary>
    public IReadOnlyList<IrohConnection> ListConnections(NodeId peer)
    {
        lock (_gate)
        {
            return [.. _pool.Where(pooled => pooled.Peer == peer && !pooled.IsDead).Select(pooled => pooled.Connection).OfType<IrohConnection>()];
        }
    }

    /// <summary>Closes the connections to a peer, and those that are being dialled as soon as they are there.</summary>
    public Task CloseAsync(NodeId peer, ulong code, string reason) => CloseAsync(pooled => pooled.Peer == peer, code, reason);

    /// <summary>Closes all connections.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _stopping.CancelAsync();
        await CloseAsync(_ => true, PeerCloseCodes.Stopping, "the node stops");
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
            await CloseAsync(
                pooled => pooled.IsDead || (pooled.IsUnused && time.GetElapsedTime(pooled.LastUsed) >= IdleTime), PeerCloseCodes.Idle, "not used for a while");
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
                pooled = new PooledConnection(peer, purpose, DialAsync);
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

        unused.Removed = new ConnectionClose(CloseCause.ClosedLocally, PeerCloseCodes.Idle, "others need the place");
        _pool.Remove(unused);
        _tracker.Run(() => CloseAsync([unused]));
        return true;
    }

    private async Task RefuseBlockedAsync(NodeId peer, CancellationToken cancellationToken)
    {
        try
        {
            if (await blocks.IsBlockedAsync(peer, cancellationToken))
            {
                throw new PeerRequestException(PeerRequestFailure.BlockedHere, peer, $"Node {peer.ShortText} is blocked here.");
            }
        }
        catch (StorageException exception)
        {
            throw new PeerRequestException(
                PeerRequestFailure.BlockListUnreadable,
                peer,
                $"Whether node {peer.ShortText} is blocked cannot be read, so it was not asked: {exception.Message}",
                exception);
        }
    }

    private Task<IrohConnection> Dial(PooledConnection pooled)
    {
        lock (_gate)
        {
            return pooled.DialAsync();
        }
    }

    private async Task<IrohConnection> DialAsync(PooledConnection pooled)
    {
        // Begun under the lock of the pool.
        await Task.Yield();
        var peer = pooled.Peer;
        using var limit = new TimeLimit(DialLimit, time, _stopping.Token);
        try
        {
            var connection = await endpoint.ConnectAsync(await addresses.FindAsync(peer, limit.Token), limit.Token);
            if (Register(pooled, connection) is { } removed)
            {
                await connection.CloseAsync(removed.Code, removed.Reason);
                throw new IrohConnectionException(removed);
            }

            logger.Connected(peer.ShortText, connection.Path, pooled.Purpose);
            _tracker.Run(() => WatchAsync(connection));
            return connection;
        }
        catch (OperationCanceledException exception) when (limit.HasPassed)
        {
            throw new PeerRequestException(
                PeerRequestFailure.Unreachable, peer, $"Node {peer.ShortText} did not answer within {DialLimit.TotalSeconds:0} seconds.", exception);
        }
    }

    /// <summary>Puts a new connection into its place in the pool; where that was taken away meanwhile, says with what it is to be closed.</summary>
    private ConnectionClose? Register(PooledConnection pooled, IrohConnection connection)
    {
        lock (_gate)
        {
            pooled.Connection = pooled.Removed is null ? connection : null;
            return pooled.Removed;
        }
    }

    private async Task WatchAsync(IrohConnection connection) =>
        logger.ConnectionEnded(connection.RemoteId.ShortText, (await connection.Closed).ToString());

    private async Task CloseAsync(Predicate<PooledConnection> condition, ulong code, string reason)
    {
        List<PooledConnection> removed;
        lock (_gate)
        {
            removed = _pool.FindAll(condition);
            removed.ForEach(pooled => pooled.Removed = new ConnectionClose(CloseCause.ClosedLocally, code, reason));
            _pool.RemoveAll(removed.Contains);
        }

        await CloseAsync(removed);
    }

    private static async Task CloseAsync(IEnumerable<PooledConnection> removed)
    {
        foreach (var pooled in removed)
        {
            await (pooled.Connection?.CloseAsync(pooled.Removed!.Code, pooled.Removed.Reason) ?? Task.CompletedTask);
        }
    }
}
