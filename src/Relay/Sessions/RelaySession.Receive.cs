using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Metrics;
using SoundTime.Wire;

namespace SoundTime.Relay.Sessions;

/// <summary>Reading: one message is one frame, in a buffer that grows with it and goes on to the receiver as it is.</summary>
internal sealed partial class RelaySession
{
    private const int GrowthFactor = 4;

    private long _receivedAt;
    private NodeId _lastDestination;

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (_end == NotEnded)
        {
            // Waits without a buffer: a silent client costs none.
            var begin = await _socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            if (begin.MessageType == WebSocketMessageType.Close)
            {
                Close(SessionEnd.Left);
                return;
            }

            if (begin.EndOfMessage)
            {
                Close(SessionEnd.MalformedFrame);
                return;
            }

            var wait = await ReceiveFrameAsync(cancellationToken);
            if (wait > TimeSpan.Zero)
            {
                var pause = Task.Delay(wait, _time, cancellationToken);
                _metrics.Throttled();
                await pause;
            }
        }
    }

    /// <summary>Reads a message to its end and does what it says; answers how long to wait before the next.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TimeSpan> ReceiveFrameAsync(CancellationToken cancellationToken)
    {
        byte[]? buffer = FrameBuffers.Rent(FrameBuffers.SmallSize);
        var length = 0;
        var cost = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += part.Count;
                cost += Math.Max(part.Count, RelayLimits.LeastCost);
                if (length > RelayProtocol.MaxFrame)
                {
                    Close(SessionEnd.FrameTooLong);
                    return TimeSpan.Zero;
                }

                if (part.EndOfMessage)
                {
                    Volatile.Write(ref _receivedAt, _time.GetTimestamp());
                    var wait = _bytes.Take(cost);
                    if (part.MessageType == WebSocketMessageType.Text)
                    {
                        _metrics.Dropped(DropReason.Text);
                    }
                    else if (Handle(new Packet(buffer, length)))
                    {
                        // It is the receiver's now.
                        buffer = null;
                    }

                    return wait;
                }

                if (part.Count == 0)
                {
                    Close(SessionEnd.MalformedFrame);
                    return TimeSpan.Zero;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            if (buffer is not null)
            {
                FrameBuffers.Return(buffer);
            }
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = FrameBuffers.Rent(Math.Min(buffer.Length * GrowthFactor, RelayProtocol.MaxFrame + 1));
        buffer.CopyTo(larger, 0);
        FrameBuffers.Return(buffer);
        return larger;
    }

    /// <summary>Does what a frame says; true where its buffer went on to the receiver.</summary>
    private bool Handle(Packet packet)
    {
        var frame = packet.Buffer.AsSpan(0, packet.Length);
        if (frame.IsEmpty)
        {
            Close(SessionEnd.MalformedFrame);
            return false;
        }

        switch ((RelayFrameType)frame[0])
        {
            case RelayFrameType.ClientToRelayDatagram or RelayFrameType.ClientToRelayDatagramBatch:
                return Forward(packet);
            case RelayFrameType.Ping when frame.Length == RelayProtocol.PingSize:
                frame[0] = (byte)RelayFrameType.Pong;
                SendControl(frame);
                return false;
            case RelayFrameType.Pong when frame.Length == RelayProtocol.PingSize:
                TakePong(frame[1..]);
                return false;
            case RelayFrameType.Ping or RelayFrameType.Pong:
                Close(SessionEnd.MalformedFrame);
                return false;
            default:
                Close(SessionEnd.UnknownFrame);
                return false;
        }
    }

    private bool Forward(Packet packet)
    {
        var frame = packet.Buffer.AsSpan(0, packet.Length);
        if (frame.Length < RelayProtocol.DatagramHeader)
        {
            Close(SessionEnd.MalformedFrame);
            return false;
        }

        if (!RelayProtocol.TryReadDatagrams(frame, out var destination, out var segmentSize, out var contents))
        {
            _metrics.Dropped(DropReason.Empty);
            return false;
        }

        if (_routes.Find(destination) is not { } receiver)
        {
            _metrics.Dropped(DropReason.NotConnected);
            return false;
        }

        if (destination != _lastDestination)
        {
            _routes.Remember(Id, destination);
            _lastDestination = destination;
        }

        // Types 4 and 5 become 6 and 7 and name the sender; everything else stays as it is (section 8).
        frame[0] += RelayFrameType.RelayToClientDatagram - RelayFrameType.ClientToRelayDatagram;
        Id.CopyTo(frame[1..]);
        _metrics.Forwarded((contents.Length + segmentSize - 1) / segmentSize, contents.Length);
        receiver.Send(packet);
        return true;
    }
}
