using System.Net.WebSockets;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Relays;
using SoundTime.Wire;

namespace SoundTime.Relay.Tests;

/// <summary>A client of a relay as the sheet describes it, frame by frame.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly byte[] _buffer = new byte[RelayProtocol.MaxFrame + 1];

    private TestClient(SecretKey key, ClientWebSocket socket)
    {
        Key = key;
        Socket = socket;
    }

    public SecretKey Key { get; }

    public NodeId Id => Key.NodeId;

    public ClientWebSocket Socket { get; }

    /// <summary>The upgrade alone.</summary>
    public static async Task<TestClient> OpenAsync(
        RelayHost relay, CancellationToken cancellationToken, SecretKey? key = null, string? token = null, params string[] versions)
    {
        var socket = new ClientWebSocket();
        foreach (var version in versions.Length == 0 ? [RelayProtocol.Version2, RelayProtocol.Version1] : versions)
        {
            socket.Options.AddSubProtocol(version);
        }

        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        var url = new UriBuilder(relay.Url.Uri) { Scheme = relay.Url.Uri.Scheme == "https" ? "wss" : "ws", Path = RelayProtocol.Path }.Uri;
        await socket.ConnectAsync(url, cancellationToken);
        return new TestClient(key ?? SecretKey.Generate(), socket);
    }

    /// <summary>The upgrade and the handshake.</summary>
    public static async Task<TestClient> ConnectAsync(
        RelayHost relay, CancellationToken cancellationToken, SecretKey? key = null, string? token = null, params string[] versions)
    {
        var client = await OpenAsync(relay, cancellationToken, key, token, versions);
        Assert.Equal(new[] { (byte)RelayFrameType.ServerConfirmsAuth }, await client.AuthenticateAsync(cancellationToken));
        return client;
    }

    /// <summary>Answers the challenge; gives what the relay says to that.</summary>
    public async Task<byte[]> AuthenticateAsync(CancellationToken cancellationToken, SecretKey? signer = null)
    {
        var challenge = await ReceiveAsync(cancellationToken);
        Assert.Equal((byte)RelayFrameType.ServerChallenge, challenge[0]);
        var answer = RelayProtocol.WriteClientAuth(signer ?? Key, challenge.AsSpan(1));
        Key.NodeId.CopyTo(answer.AsSpan(1));
        await SendAsync(answer, cancellationToken);
        return await ReceiveAsync(cancellationToken);
    }

    public Task SendAsync(byte[] frame, CancellationToken cancellationToken) =>
        Socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>Sends datagrams to another client.</summary>
    public Task SendAsync(NodeId receiver, byte[] contents, CancellationToken cancellationToken, byte ecn = 0, ushort? segmentSize = null) =>
        SendAsync(Datagram(segmentSize is null ? RelayFrameType.ClientToRelayDatagram : RelayFrameType.ClientToRelayDatagramBatch, receiver, contents, ecn, segmentSize), cancellationToken);

    /// <summary>A frame of types 4 to 7.</summary>
    public static byte[] Datagram(RelayFrameType type, NodeId node, byte[] contents, byte ecn = 0, ushort? segmentSize = null) =>
        [(byte)type, .. node.ToArray(), ecn, .. segmentSize is { } size ? [(byte)(size >> 8), (byte)size] : Array.Empty<byte>(), .. contents];

    /// <summary>The next frame; empty where the relay closes.</summary>
    public async Task<byte[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await Socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return _buffer[..length];
            }
        }
    }

    public void Dispose() => Socket.Dispose();
}
