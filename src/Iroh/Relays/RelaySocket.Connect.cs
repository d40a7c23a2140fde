using System.Net.WebSockets;
using SoundTime.Iroh.Identity;

namespace SoundTime.Iroh.Relays;

internal sealed partial class RelaySocket
{
    /// <summary>Connects to a relay and proves this node's key to it (iroh sheet, sections 3.1 and 3.3).</summary>
    /// <exception cref="RelayException">It cannot be reached, is none, or does not let this node in.</exception>
    public static async Task<RelaySocket> ConnectAsync(
        RelayServer relay, bool isPublicOnly, SecretKey key, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(RelayLimits.ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var socket = new RelaySocket(new RelayHttp(relay.Url, time, isPublicOnly), CreateWebSocket(relay));
        try
        {
            await socket.UpgradeAsync(both.Token).ConfigureAwait(false);
            await socket.ProveKeyAsync(key, both.Token).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw RelayProblem.TooSlow();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ClientWebSocket CreateWebSocket(RelayServer relay)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.CollectHttpResponseDetails = true;

        // In this order: relays of iroh 0.96 know version 1 only, and find it at the end only (iroh sheet, section 3.1).
        socket.Options.AddSubProtocol(RelayProtocol.Version2);
        socket.Options.AddSubProtocol(RelayProtocol.Version1);
        if (relay.Token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {relay.Token}");
        }

        return socket;
    }

    private async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _socket.ConnectAsync(_http.WebSocketUri, _http.Invoker, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _socket.HttpStatusCode is 0 or System.Net.HttpStatusCode.SwitchingProtocols
                ? RelayProblem.FromConnect(exception, _http)
                : RelayProblem.FromHttp(_socket.HttpStatusCode, RelayText.Clean(_socket.HttpResponseHeaders?.GetValueOrDefault("Location")?.FirstOrDefault()));
        }
    }

    private async Task ProveKeyAsync(SecretKey key, CancellationToken cancellationToken)
    {
        var challenge = await ReadFrameAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfDenied(challenge.Span);
        if ((RelayFrameType)challenge.Span[0] != RelayFrameType.ServerChallenge || challenge.Length != 1 + RelayProtocol.ChallengeSize)
        {
            throw RelayProblem.Protocol($"it began with a frame of type {challenge.Span[0]} and {challenge.Length} bytes instead of a challenge");
        }

        // Nothing else is sent yet, so the connection is free to end with the token.
        await using var abort = cancellationToken.Register(Abort);
        await SendFrameAsync(RelayProtocol.WriteClientAuth(key, challenge.Span[1..])).ConfigureAwait(false);
        var answer = await ReadFrameAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfDenied(answer.Span);
        if ((RelayFrameType)answer.Span[0] != RelayFrameType.ServerConfirmsAuth)
        {
            throw RelayProblem.Protocol($"it answered the proof of this node's key with a frame of type {answer.Span[0]}");
        }
    }

    private static void ThrowIfDenied(ReadOnlySpan<byte> frame)
    {
        if ((RelayFrameType)frame[0] == RelayFrameType.ServerDeniesAuth)
        {
            throw RelayProblem.Denied(RelayText.ReadPrefixed(frame[1..]));
        }
    }
}
