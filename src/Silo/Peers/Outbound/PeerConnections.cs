using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The connections that this node opens: one for each peer and purpose, shared by all who ask that peer, closed when unused for a while.
/// </summary>
internal sealed class PeerConnections(IrohEndpoint endpoint, PeerDirectory directory, TimeProvider time, ILogger<PeerConnections> logger) : BackgroundService
{
    /// <summary>Most connections at once. Rust nodes keep as many (protocol sheet, section 1.1).</summary>
    public const int MaxConnections = 128;

    /// <summary>How long an unused connection is kept: Rust nodes keep theirs as long.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    /// <summary>How often unused connections are looked for.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long a dial may take: two round trips and the loss of a packet or two, with much to spare.</summary>
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(NodeId Peer, ConnectionPurpose Purpose), PooledConnection> _pool = [];
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
            var isNew = !_pool.TryGetValue((peer, purpose), out var pooled) || pooled.IsDead;
            if (isNew)
            {
                _pool.Remove((peer, purpose));
                MakeRoom(peer);
                _pool[(peer, purpose)] = pooled = new PooledConnection(() => DialAsync(peer, purpose));
            }

            pooled!.Users++;
            pooled.LastUsed = time.GetTimestamp();
            return (pooled, isNew);
        }
    }

    private void MakeRoom(NodeId peer)
    {
        if (_pool.Count < MaxConnections)
        {
            return;
        }

        var (key, unused) = _pool.Where(entry => entry.Value.IsUnused).MinBy(entry => entry.Value.LastUsed);
        if (unused is null)
        {
            throw new PeerRequestException(
                PeerRequestFailure.TooManyConnections, peer, $"This node talks to {MaxConnections} nodes at once already; try again in a while.");
        }

        _pool.Remove(key);
        _tracker.Run(() => CloseAsync([unused], PeerCloseCodes.Idle, "others need the place"));
    }

    private async Task<IrohConnection> DialAsync(NodeId peer, ConnectionPurpose purpose)
    {
        using var limit = new TimeLimit(DialLimit, time, _stopping.Token);
        try
        {
            var connection = await endpoint.ConnectAsync(directory.AddressOf(peer), limit.Token);
            directory.ConnectionOpened(peer, connection.RemoteEndPoint);
            logger.Connected(peer.ShortText, connection.RemoteEndPoint, purpose);
            _tracker.Run(() => WatchAsync(connection));
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

    private async Task WatchAsync(IrohConnection connection)
    {
        var close = await connection.Closed;
        directory.ConnectionClosed(connection.RemoteId);
        logger.ConnectionEnded(connection.RemoteId.ShortText, close.ToString());
    }

    private List<PooledConnection> Remove(Func<PooledConnection, bool> condition)
    {
        lock (_gate)
        {
            var removed = _pool.Where(entry => condition(entry.Value)).ToList();
            removed.ForEach(entry => _pool.Remove(entry.Key));
            return [.. removed.Select(entry => entry.Value)];
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
