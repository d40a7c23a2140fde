using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SoundTime.Relay.Sessions;

/// <summary>
/// What waits to be written to one client: many add, one takes. The relay's own frames go first, so that a Pong is in time behind full queues.
/// Nobody waits to add: what does not fit is refused.
/// </summary>
internal sealed class SendQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Packet> _controls = new();
    private readonly Queue<Packet> _datagrams = new();

    // Holds at most one sign that there is something to take. Waiting for it allocates nothing.
    private readonly Channel<bool> _sign = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private int _queuedBytes;
    private bool _isClosed;

    /// <summary>Adds datagrams, whose buffer is the queue's from then on; false where the queue is full or closed.</summary>
    public bool TryAddDatagrams(Packet packet)
    {
        lock (_lock)
        {
            if (_isClosed || _datagrams.Count >= RelayLimits.MaxQueuedDatagrams || _queuedBytes + packet.Buffer.Length > RelayLimits.MaxQueuedBytes)
            {
                return false;
            }

            _datagrams.Enqueue(packet);
            _queuedBytes += packet.Buffer.Length;
        }

        _sign.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Adds a frame of the relay's own; false where too many wait or the queue is closed.</summary>
    public bool TryAddControl(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            if (_isClosed || _controls.Count >= RelayLimits.MaxQueuedControls)
            {
                return false;
            }

            _controls.Enqueue(Packet.Copy(frame));
        }

        _sign.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Takes the next frame; false where there is none now.</summary>
    public bool TryTake(out Packet packet)
    {
        lock (_lock)
        {
            if (_controls.TryDequeue(out packet))
            {
                return true;
            }

            if (!_datagrams.TryDequeue(out packet))
            {
                return false;
            }

            _queuedBytes -= packet.Buffer.Length;
            return true;
        }
    }

    /// <summary>Waits until there may be something to take; false once the queue is closed. Closing it is what ends the wait.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitAsync()
    {
        // Without a token: a wait with one allocates.
        var hasSign = await _sign.Reader.WaitToReadAsync(CancellationToken.None);
        return _sign.Reader.TryRead(out _) || hasSign;
    }

    /// <summary>Takes nothing more, and forgets the datagrams; the relay's own frames can still be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            while (_datagrams.TryDequeue(out var packet))
            {
                packet.Return();
            }

            _queuedBytes = 0;
        }

        _sign.Writer.TryComplete();
    }
}
