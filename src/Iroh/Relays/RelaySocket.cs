using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace SoundTime.Iroh.Relays;

/// <summary>A WebSocket to a relay that has let this node in. One may read and one may send at a time.</summary>
internal sealed partial class RelaySocket : IDisposable
{
    private readonly RelayHttp _http;
    private readonly ClientWebSocket _socket;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(RelayProtocol.MaxFrame + 1);

    private RelaySocket(RelayHttp http, ClientWebSocket socket)
    {
        _http = http;
        _socket = socket;
    }

    /// <summary>Text messages that came. They mean nothing to the protocol and are passed over (iroh sheet, section 3.1).</summary>
    public int TextMessages { get; private set; }

    /// <summary>Reads one frame; it is good until the next is read.</summary>
    /// <exception cref="RelayException">The relay ended the connection, or sent what is no frame.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Memory<byte>> ReadFrameAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += part.Count;
                if (length > RelayProtocol.MaxFrame)
                {
                    throw RelayProblem.Protocol($"it sent a message of more than {RelayProtocol.MaxFrame} bytes");
                }
            }
            while (!part.EndOfMessage);

            switch (part.MessageType)
            {
                case WebSocketMessageType.Close:
                    throw RelayProblem.Closed(RelayText.Clean(_socket.CloseStatusDescription));
                case WebSocketMessageType.Text:
                    TextMessages++;
                    continue;
                case WebSocketMessageType.Binary when length == 0:
                    throw RelayProblem.Protocol("it sent an empty message");
                default:
                    return _buffer.AsMemory(0, length);
            }
        }
    }

    /// <summary>Sends one frame. <see cref="Abort"/> ends it.</summary>
    /// <exception cref="RelayException">The connection has ended.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            await _socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            throw RelayProblem.Closed(null);
        }
    }

    /// <summary>Says goodbye. What is being read goes on until <see cref="Abort"/>.</summary>
    public async Task SayGoodbyeAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The relay has left first.
        }
    }

    /// <summary>Ends the connection at once, and with it what is being read and sent. From any thread.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _http.Dispose();
    }

    /// <summary>How a WebSocket says that the connection has ended, by us or by the other side.</summary>
    private static bool IsEnd(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw RelayProblem.Closed(null);
        }
    }
}
