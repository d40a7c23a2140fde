using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SoundTime.Iroh.Relays;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>One client's WebSocket, as the relay sees it.</summary>
internal sealed class TestRelayVisit(TestRelay relay, WebSocket socket, HttpContext context) : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly byte[] _buffer = new byte[RelayProtocol.MaxFrame];
    private readonly SemaphoreSlim _sending = new(1);

    private bool _hasEnded;

    public NodeId Client { get; private set; }

    /// <summary>What the client has sent since the handshake.</summary>
    public ConcurrentQueue<byte[]> Frames { get; } = new();

    /// <summary>Whether Pings are answered.</summary>
    public bool AnswersPings { get; set; } = true;

    public WebSocket Socket => socket;

    public async Task ServeAsync()
    {
        await ShakeHandsAsync();
        await RelayAsync();
    }

    public async Task ShakeHandsAsync()
    {
        var challenge = new byte[RelayProtocol.ChallengeSize];
        Random.Shared.NextBytes(challenge);
        await SendAsync([(byte)RelayFrameType.ServerChallenge, .. challenge]);
        var answer = await ReadAsync();
        Assert.True(RelayProtocol.TryVerifyClientAuth(answer, challenge, out var client));
        Client = client;
        await SendAsync([(byte)RelayFrameType.ServerConfirmsAuth]);
    }

    public async Task RelayAsync()
    {
        while (await ReadAsync() is { Length: > 0 } frame)
        {
            Frames.Enqueue(frame);
            switch ((RelayFrameType)frame[0])
            {
                case RelayFrameType.Ping when AnswersPings:
                    await SendAsync([(byte)RelayFrameType.Pong, .. frame[1..]]);
                    break;
                case RelayFrameType.ClientToRelayDatagram:
                case RelayFrameType.ClientToRelayDatagramBatch:
                    await ForwardAsync(frame);
                    break;
                default:
                    break;
            }
        }
    }

    public async Task SendAsync(byte[] frame, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(frame, type, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a Ping and waits for its Pong: then all that was sent before has been handled too.</summary>
    public async Task PingAsync()
    {
        var payload = RandomNumberGenerator.GetBytes(RelayProtocol.PingSize - 1);
        await SendAsync([(byte)RelayFrameType.Ping, .. payload]);
        await Waiting.UntilAsync(() => Frames.Any(frame => frame is [(byte)RelayFrameType.Pong, .. var pong] && pong.SequenceEqual(payload)), Token);
    }

    /// <summary>The next message, or nothing where the client says goodbye.</summary>
    public async Task<byte[]> ReadAsync()
    {
        var length = 0;
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), CancellationToken.None);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return part.MessageType == WebSocketMessageType.Close ? [] : _buffer[..length];
    }

    /// <summary>Says nothing until the client leaves.</summary>
    public async Task WaitForEndAsync()
    {
        var isOpen = true;
        while (isOpen)
        {
            isOpen = (await ReadAsync()).Length > 0;
        }
    }

    /// <summary>Ends the connection, if it has not ended by itself.</summary>
    public void Abort()
    {
        lock (_sending)
        {
            if (!_hasEnded)
            {
                context.Abort();
            }
        }
    }

    public void Dispose()
    {
        lock (_sending)
        {
            _hasEnded = true;
        }

        _sending.Dispose();
    }

    private async Task ForwardAsync(byte[] frame)
    {
        var receiver = new NodeId(frame.AsSpan(1, NodeId.Size));
        frame[0] += 2;
        Client.CopyTo(frame.AsSpan(1));
        if (relay.Visits.FirstOrDefault(visit => visit.Client == receiver) is { } to)
        {
            await to.SendAsync(frame);
        }
    }
}
