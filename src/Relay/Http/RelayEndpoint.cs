using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Access;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Hosting;
using SoundTime.Relay.Metrics;
using SoundTime.Relay.Sessions;
using SoundTime.Wire;

namespace SoundTime.Relay.Http;

/// <summary><c>GET /relay</c>: the upgrade, the handshake, and the session that follows (iroh sheet, sections 3.1, 3.3 and 8).</summary>
internal sealed class RelayEndpoint(
    RelayOptions options, RelayRoutes routes, RelayAccess access, SourceCounter sources, RelayMetrics metrics, TimeProvider time, ILogger<RelayHost> logger)
{
    private readonly HandshakePlaces _handshakes = new(options.Limits.MaxHandshakes, options.Limits.MaxHandshakesPerAddress);

    /// <summary>Answers the request; ends when the client has left.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (FindVersion(context) is not { } version)
        {
            metrics.Denied(DenialReason.BadRequest);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // Behind a proxy all connections are the proxy's, so it is here that clients are told apart.
        var address = ClientAddress.Of(context, options.IsBehindProxy);
        if (options.IsBehindProxy && !sources.TryTake(address))
        {
            Refuse(context, DenialReason.Address);
            return;
        }

        try
        {
            await AcceptAsync(context, version, address);
        }
        finally
        {
            if (options.IsBehindProxy)
            {
                sources.Release(address);
            }
        }
    }

    /// <summary>The highest version that both know; null where the request is no such upgrade. The middleware has checked method, version, key and Upgrade.</summary>
    private static string? FindVersion(HttpContext context)
    {
        var offered = context.WebSockets.IsWebSocketRequest ? context.WebSockets.WebSocketRequestedProtocols : [];
        return offered.Contains(RelayProtocol.Version2) ? RelayProtocol.Version2
            : offered.Contains(RelayProtocol.Version1) ? RelayProtocol.Version1
            : null;
    }

    private void Refuse(HttpContext context, DenialReason reason)
    {
        metrics.Denied(reason);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private async Task AcceptAsync(HttpContext context, string version, IPAddress address)
    {
        if (routes.Count >= options.Limits.MaxClients)
        {
            Refuse(context, DenialReason.Full);
            return;
        }

        if (!_handshakes.TryTake(address))
        {
            Refuse(context, DenialReason.Handshakes);
            return;
        }

        using var socket = await AcceptSocketAsync(context, version, address);
        var id = await ShakeHandsAsync(context, socket, address);
        if (id is not null)
        {
            await ServeAsync(new RelaySession(id.Value, socket, version == RelayProtocol.Version2, routes, options.Limits, metrics, time), context.RequestAborted);
        }
    }

    private async Task<WebSocket> AcceptSocketAsync(HttpContext context, string version, IPAddress address)
    {
        try
        {
            return await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = version });
        }
        catch
        {
            _handshakes.Release(address);
            throw;
        }
    }

    /// <summary>Has the client prove its id, within the time there is for it; null where it did not or is not let in.</summary>
    private async Task<NodeId?> ShakeHandsAsync(HttpContext context, WebSocket socket, IPAddress address)
    {
        using var limited = new CancellationTokenSource(RelayLimits.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, context.RequestAborted);
        try
        {
            var challenge = RandomNumberGenerator.GetBytes(RelayProtocol.ChallengeSize);
            await SendAsync(socket, (byte[])[(byte)RelayFrameType.ServerChallenge, .. challenge], either.Token);
            var answer = await ReadMessageAsync(socket, either.Token);
            if (!RelayProtocol.TryVerifyClientAuth(answer.Span, challenge, out var id))
            {
                await DenyAsync(socket, DenialReason.Signature, "signature invalid", either.Token);
                return null;
            }

            if (!access.Allows(id, context.Request))
            {
                logger.NotAuthorized(id.ShortText);
                await DenyAsync(socket, DenialReason.NotAuthorized, "not authorized", either.Token);
                return null;
            }

            return id;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            metrics.Denied(DenialReason.Unfinished);
            socket.Abort();
            return null;
        }
        finally
        {
            _handshakes.Release(address);
        }
    }

    /// <summary>The client's one message of the handshake: at most one byte more than it has to be, so that a longer one is not read.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadMessageAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[RelayProtocol.ClientAuthSize + 1];
        var length = 0;
        while (length < buffer.Length)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += part.Count;
            if (part.EndOfMessage || part.Count == 0)
            {
                break;
            }
        }

        return buffer.AsMemory(0, length);
    }

    private async Task DenyAsync(WebSocket socket, DenialReason reason, string text, CancellationToken cancellationToken)
    {
        metrics.Denied(reason);
        await SendAsync(socket, WriteDenial(text), cancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, text, cancellationToken);
    }

    /// <summary>ServerDeniesAuth: the length, which fits one byte, and the reason.</summary>
    private static byte[] WriteDenial(string text) => [(byte)RelayFrameType.ServerDeniesAuth, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static ValueTask SendAsync(WebSocket socket, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    private async Task ServeAsync(RelaySession session, CancellationToken cancellationToken)
    {
        // In this order: the first frame is the confirmation, and who has it can be reached.
        session.SendConfirmation();
        routes.Add(session);
        logger.Connected(session.Id.ShortText, session.IsVersion2 ? 2 : 1);
        try
        {
            await session.RunAsync(cancellationToken);
        }
        finally
        {
            routes.Remove(session);
            metrics.Ended(session.End);
            logger.Ended(session.Id.ShortText, session.End);
        }
    }
}
