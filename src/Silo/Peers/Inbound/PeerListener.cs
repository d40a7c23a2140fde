using SoundTime.Iroh;

namespace SoundTime.Silo.Peers;

/// <summary>Accepts the connections that peers open, and has their messages handled.</summary>
internal sealed class PeerListener(
    IrohEndpoint endpoint, PeerSessions sessions, PeerDirectory directory, StreamHandler streams, ILogger<PeerListener> logger) : BackgroundService
{
    private readonly TaskTracker _tracker = new("serving of a connection", logger);

    /// <summary>Accepts no more, closes what is open, and waits until no handler runs.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await sessions.CloseAllAsync(PeerCloseCodes.Stopping, "the node stops");
        await _tracker.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var connection = await endpoint.AcceptConnectionAsync(stoppingToken);
                _tracker.Run(() => ServeAsync(connection, stoppingToken));
            }
        }
        catch (ObjectDisposedException exception) when (!stoppingToken.IsCancellationRequested)
        {
            var why = exception.InnerException?.Message ?? "it ended";
            throw new StartException(StartFailure.ServiceFailed, $"the endpoint that talks to other nodes failed: {why}", exception);
        }
    }

    private async Task ServeAsync(IrohConnection connection, CancellationToken stoppingToken)
    {
        await using var _ = connection;
        var peer = connection.RemoteId;
        if (!sessions.TryAdmit(connection, out var session, out var replaced))
        {
            logger.ConnectionRefused(peer.ShortText, PeerLimits.Connections);
            await connection.CloseAsync(PeerCloseCodes.TooManyConnections, $"at most {PeerLimits.Connections} connections");
            return;
        }

        var endPoint = connection.RemoteEndPoint;
        directory.ConnectionOpened(peer, endPoint);
        try
        {
            if (replaced is not null)
            {
                await replaced.Connection.CloseAsync(PeerCloseCodes.TooManyConnections, "replaced by a newer connection");
            }

            logger.ConnectionAccepted(peer.ShortText, endPoint);
            await session.ServeAsync((owner, stream) => streams.HandleAsync(owner, stream, stoppingToken), logger, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync closes the connection with its reason.
            await connection.Closed;
        }
        finally
        {
            sessions.Remove(session);
            directory.ConnectionClosed(peer, endPoint, connection.RemoteEndPoint, (await connection.Closed).Cause != CloseCause.TimedOut);
        }
    }
}
