using System.Net.WebSockets;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Relays;

namespace SoundTime.Bench;

/// <summary>Two clients of a relay, each a plain WebSocket.</summary>
internal sealed class RelayPair : IDatagramPair
{
    private readonly SecretKey _receiverKey = SecretKey.Generate();
    private readonly ClientWebSocket _sender = new();
    private readonly ClientWebSocket _receiver = new();
    private readonly byte[] _sent = new byte[RelayProtocol.DatagramHeader + PairsRole.DatagramBytes];
    private readonly byte[] _received = new byte[RelayProtocol.DatagramHeader + PairsRole.DatagramBytes];

    /// <summary>Connects both.</summary>
    public static async Task<RelayPair> ConnectAsync(Uri relay, CancellationToken cancellationToken)
    {
        var pair = new RelayPair();
        RelayProtocol.WriteDatagramHeader(pair._sent, RelayFrameType.ClientToRelayDatagram, pair._receiverKey.NodeId);
        await ConnectAsync(pair._sender, SecretKey.Generate(), relay, cancellationToken);
        await ConnectAsync(pair._receiver, pair._receiverKey, relay, cancellationToken);
        return pair;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        datagram.CopyTo(_sent.AsMemory(RelayProtocol.DatagramHeader));
        return _sender.SendAsync(_sent.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = await ReceiveMessageAsync(_receiver, _received, cancellationToken);
            if (_received[0] == (byte)RelayFrameType.RelayToClientDatagram)
            {
                return _received.AsMemory(RelayProtocol.DatagramHeader, length - RelayProtocol.DatagramHeader);
            }
        }
    }

    /// <summary>A Pong that nobody waits for.</summary>
    public ValueTask ShowLifeAsync(CancellationToken cancellationToken)
    {
        var pong = new byte[RelayProtocol.PingSize];
        pong[0] = (byte)RelayFrameType.Pong;
        return _receiver.SendAsync(pong.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    private static async Task ConnectAsync(ClientWebSocket socket, SecretKey key, Uri relay, CancellationToken cancellationToken)
    {
        socket.Options.AddSubProtocol(RelayProtocol.Version2);
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await socket.ConnectAsync(new UriBuilder(relay) { Scheme = Uri.UriSchemeWs, Path = RelayProtocol.Path }.Uri, cancellationToken);
        var challenge = new byte[1 + RelayProtocol.ChallengeSize];
        await ReceiveMessageAsync(socket, challenge, cancellationToken);
        await socket.SendAsync(RelayProtocol.WriteClientAuth(key, challenge.AsSpan(1)), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        var answer = new byte[1];
        await ReceiveMessageAsync(socket, answer, cancellationToken);
        if (answer[0] != (byte)RelayFrameType.ServerConfirmsAuth)
        {
            throw new BenchException("The relay did not let a client in.");
        }
    }

    private static async ValueTask<int> ReceiveMessageAsync(ClientWebSocket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer[length..], cancellationToken);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return length;
            }

            if (part.Count == 0)
            {
                throw new BenchException("The relay sent a longer message than it was to.");
            }
        }
    }
}
