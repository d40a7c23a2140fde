using System.Buffers.Binary;

namespace SoundTime.Iroh.Relays;

internal sealed partial class RelaySession
{
    private const int StatusHealthy = 0;
    private const int StatusSameId = 1;
    private const int StatusRateLimited = 2;

    private long _lastReceived;
    private volatile string? _notice;
    private TimeSpan? _latency;

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var frame = await _socket.ReadFrameAsync(CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            Handle(frame.Span);
        }
    }

    /// <summary>
    /// Types 11 and 13 are taken in either version of the protocol, as they only tell something. Datagrams that are none are passed over: a peer may have
    /// made them, and must not be able to end our connection. Types that no version knows end it, as with iroh.
    /// </summary>
    private void Handle(ReadOnlySpan<byte> frame)
    {
        switch ((RelayFrameType)frame[0])
        {
            case RelayFrameType.RelayToClientDatagram:
            case RelayFrameType.RelayToClientDatagramBatch:
                _inbox.Add(_relay, frame);
                break;
            case RelayFrameType.Ping when frame.Length == RelayProtocol.PingSize:
                SendPong(BinaryPrimitives.ReadUInt64BigEndian(frame[1..]));
                break;
            case RelayFrameType.Pong when frame.Length == RelayProtocol.PingSize:
                OnPong(BinaryPrimitives.ReadUInt64BigEndian(frame[1..]));
                break;
            case RelayFrameType.Health:
                _notice = RelayText.Clean(frame[1..]) is { Length: > 0 } text ? $"It says: {text}" : null;
                break;
            case RelayFrameType.Status when frame.Length > 1:
                OnStatus(frame[1]);
                break;
            case RelayFrameType.Restarting when RelayRestart.TryRead(frame, out var restart):
                Restart = restart;
                break;
            case RelayFrameType.EndpointGone:
                // A peer that leaves says so itself, or falls silent.
                break;
            default:
                throw RelayProblem.Protocol($"it sent a frame of type {frame[0]} and {frame.Length} bytes");
        }
    }

    private void OnStatus(byte status) => _notice = status switch
    {
        StatusHealthy => null,
        StatusSameId => "Another node with the same key is connected to it, and gets what is sent here. Run each node with a key of its own.",
        StatusRateLimited => "It slows this node down, which sends more than it allows. Choose another relay, or one of your own.",
        _ => _notice,
    };

    private void OnPong(ulong payload)
    {
        lock (_gate)
        {
            if (_awaitedPong == payload)
            {
                _awaitedPong = null;
                _latency = _time.GetElapsedTime(_pingSent);
            }
        }
    }
}
