using SoundTime.Iroh;
using SoundTime.Storage;
using SoundTime.Storage.Blocking;

namespace SoundTime.Silo.Peers;

/// <summary>Accepts the connections that peers open, and has their messages handled.</summary>
internal sealed class PeerListener(
    IrohEndpoint endpoint, PeerSessions sessions, IBlockList blocks, PeerNotices notices, StreamHandler streams, ILogger<PeerListener> logger) : PeerService
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

        try
        {
            if (replaced is not null)
            {
                await replaced.Connection.CloseAsync(PeerCloseCodes.TooManyConnections, "replaced by a newer connection");
            }

            // Asked when the session is registered: whoever blocks the peer from now on finds it there.
            if (await IsWelcomeAsync(connection, stoppingToken))
            {
                var address = connection.Path.ToString();
                logger.ConnectionAccepted(peer.ShortText, address);
                // Before the first message, as one that asks for our catalogue counts only from a peer that is known.
                await notices.TellAsync(peer, (grain, token) => grain.SeenAsync(address, token), stoppingToken);
                await session.ServeAsync((owner, stream) => streams.HandleAsync(owner, stream, stoppingToken), logger, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync closes the connection with its reason.
            await connection.Closed;
        }
        finally
        {
            sessions.Remove(session);
        }
    }

    /// <summary>Closes the connection of a peer that is blocked, or that may be.</summary>
    private async Task<bool> IsWelcomeAsync(IrohConnection connection, CancellationToken cancellationToken)
    {
        var peer = connection.RemoteId;
        try
        {
            if (!await blocks.IsBlockedAsync(peer, cancellationToken))
            {
                return true;
            }

            logger.BlockedRefused(peer.ShortText);
            await connection.CloseAsync(PeerCloseCodes.Blocked, PeerCloseCodes.BlockedReason);
        }
        catch (StorageException exception)
        {
            logger.BlockListUnreadable(peer.ShortText, exception);
            await connection.CloseAsync(PeerCloseCodes.InternalError, "this node cannot read its block list");
        }

        return false;
    }
}
