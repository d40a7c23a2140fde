using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Security.Cryptography;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Bounds;
using SoundTime.Relay.Metrics;
using SoundTime.Wire;

namespace SoundTime.Relay.Sessions;

/// <summary>
/// One connection of a client that has proved its id: reads its frames and hands them on, writes what waits for it, and watches that it is there
/// (iroh sheet, sections 3.2, 3.4 and 8).
/// </summary>
internal sealed partial class RelaySession
{
    private readonly WebSocket _socket;
    private readonly RelayRoutes _routes;
    private readonly RelayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TokenBucket _bytes;
    private readonly SendQueue _queue = new();
    private readonly TimeSpan _pingAfter;
    private int _end = NotEnded;

    private const int NotEnded = -1;

    /// <param name="id">Who it is.</param>
    /// <param name="socket">The connection, after the handshake.</param>
    /// <param name="isVersion2">Which version was agreed on: 2 or 1.</param>
    /// <param name="routes">Where its datagrams go.</param>
    /// <param name="limits">What it gets.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock.</param>
    public RelaySession(NodeId id, WebSocket socket, bool isVersion2, RelayRoutes routes, RelayLimits limits, RelayMetrics metrics, TimeProvider time)
    {
        Id = id;
        IsVersion2 = isVersion2;
        _socket = socket;
        _routes = routes;
        _metrics = metrics;
        _time = time;
        _bytes = new TokenBucket(limits.BytesPerSecond, limits.EffectiveBurst, time);
        _pingAfter = RelayLimits.PingAfter + (RelayLimits.PingJitter * Random.Shared.NextDouble());
        _receivedAt = time.GetTimestamp();
    }

    /// <summary>Who it is.</summary>
    public NodeId Id { get; }

    /// <summary>Which frames it knows.</summary>
    public bool IsVersion2 { get; }

    /// <summary>Why it ended; <see cref="SessionEnd.Left"/> until it has.</summary>
    public SessionEnd End => _end == NotEnded ? SessionEnd.Left : (SessionEnd)_end;

    /// <summary>Serves the client until it leaves or is sent away. The frames for it are taken from the moment it is in the routes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var writing = WriteAsync();
        try
        {
            await ReceiveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It broke, or was cut off here; End says which.
            Close(SessionEnd.Left);
            _socket.Abort();
        }
        finally
        {
            _queue.Close();
            await writing;
        }
    }

    /// <summary>Queues datagrams, whose buffer is this session's from then on. What does not fit is dropped.</summary>
    public void Send(Packet packet)
    {
        if (_queue.TryAddDatagrams(packet))
        {
            return;
        }

        packet.Return();
        _metrics.Dropped(DropReason.QueueFull);
    }

    /// <summary>Tells this client that it is let in, which ends the handshake.</summary>
    public void SendConfirmation() => SendControl([(byte)RelayFrameType.ServerConfirmsAuth]);

    /// <summary>Tells this client that a node that had sent to it has left.</summary>
    public void SendGone(NodeId node)
    {
        Span<byte> frame = stackalloc byte[1 + NodeId.Size];
        frame[0] = (byte)RelayFrameType.EndpointGone;
        node.CopyTo(frame[1..]);
        SendControl(frame);
    }

    /// <summary>Tells this client whether another connection of its id receives in its place.</summary>
    public void SendStatus(bool isReplaced) => SendControl((IsVersion2, isReplaced) switch
    {
        (true, false) => [(byte)RelayFrameType.Status, 0],
        (true, true) => [(byte)RelayFrameType.Status, 1],
        (false, false) => [(byte)RelayFrameType.Health],
        (false, true) => [(byte)RelayFrameType.Health, .. "The same endpoint id is connected elsewhere and receives there."u8],
    });

    /// <summary>Tells the client that the relay restarts, writes what waits, and closes.</summary>
    public void Stop()
    {
        Span<byte> frame = stackalloc byte[1 + (2 * sizeof(uint))];
        frame[0] = (byte)RelayFrameType.Restarting;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], (uint)RelayLimits.ComeBackAfter.TotalMilliseconds);
        BinaryPrimitives.WriteUInt32BigEndian(frame[(1 + sizeof(uint))..], (uint)RelayLimits.TryFor.TotalMilliseconds);
        SendControl(frame);
        Close(SessionEnd.Stopping);
    }

    /// <summary>Ends the connection for this reason; the first reason given counts.</summary>
    public void Close(SessionEnd reason)
    {
        Interlocked.CompareExchange(ref _end, (int)reason, NotEnded);
        _queue.Close();
    }

    private void SendControl(ReadOnlySpan<byte> frame)
    {
        if (!_queue.TryAddControl(frame))
        {
            _metrics.Dropped(DropReason.ControlQueueFull);
        }
    }

    private static ulong NextPing() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
