using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace SoundTime.Relay.Sessions;

/// <summary>Writing: one frame after the other, until the queue is closed and the relay's own frames are out.</summary>
internal sealed partial class RelaySession
{
    private long _writingSince;

    private async Task WriteAsync()
    {
        try
        {
            do
            {
                while (_queue.TryTake(out var packet))
                {
                    await WriteAsync(packet);
                }
            }
            while (await _queue.WaitAsync());

            while (_queue.TryTake(out var packet))
            {
                await WriteAsync(packet);
            }

            // It stays set: whoever does not answer the Close in time is cut off.
            Volatile.Write(ref _writingSince, _time.GetTimestamp());
            await _socket.CloseOutputAsync(CloseStatus, CloseText, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It broke, or the watch cut it off.
            Close(SessionEnd.Left);
            _socket.Abort();
        }
        finally
        {
            _queue.Close();
            while (_queue.TryTake(out var packet))
            {
                packet.Return();
            }
        }
    }

    private WebSocketCloseStatus CloseStatus => End switch
    {
        SessionEnd.UnknownFrame or SessionEnd.MalformedFrame => WebSocketCloseStatus.ProtocolError,
        SessionEnd.FrameTooLong => WebSocketCloseStatus.MessageTooBig,
        SessionEnd.Silent or SessionEnd.Stuck or SessionEnd.Replaced => WebSocketCloseStatus.PolicyViolation,
        SessionEnd.Stopping => WebSocketCloseStatus.EndpointUnavailable,
        _ => WebSocketCloseStatus.NormalClosure,
    };

    private string? CloseText => End switch
    {
        SessionEnd.UnknownFrame => "unknown frame",
        SessionEnd.MalformedFrame => "malformed frame",
        SessionEnd.FrameTooLong => "frame too long",
        SessionEnd.Silent => "ping not answered",
        SessionEnd.Replaced => "connected too often",
        SessionEnd.Stopping => "relay stops",
        _ => null,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteAsync(Packet packet)
    {
        // The watch ends a write that takes too long. A token would do the same and allocate for each frame.
        Volatile.Write(ref _writingSince, _time.GetTimestamp());
        try
        {
            await _socket.SendAsync(packet.Memory, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            Volatile.Write(ref _writingSince, 0);
            packet.Return();
        }
    }
}
