using Microsoft.Win32.SafeHandles;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Relays;

/// <summary>What all relays brought and the endpoint has not taken, and the descriptor that wakes it.</summary>
internal sealed class RelayInbox(TimeProvider time) : IDisposable
{
    private readonly FrameQueue _frames = new(RelayLimits.ReceiveQueueBytes, time);
    private readonly SafeFileHandle _ready = Linux.CreateEvent();

    public int ReadyDescriptor => (int)_ready.DangerousGetHandle();

    /// <summary>Frames that were dropped because the endpoint did not keep up.</summary>
    public long Dropped => _frames.Dropped;

    /// <summary>Adds a frame of datagrams. From any thread.</summary>
    public void Add(RelayUrl relay, ReadOnlySpan<byte> frame)
    {
        if (_frames.TryAdd(relay, frame, [], out var wasEmpty) && wasEmpty)
        {
            Linux.SignalEvent(_ready);
        }
    }

    /// <summary>Hands over a round of frames. Answers whether more may be waiting.</summary>
    public bool Receive(Action<RelayUrl, Memory<byte>> take)
    {
        Linux.ClearEvent(_ready);
        for (var i = 0; i < RelayLimits.ReceiveRound; i++)
        {
            if (!_frames.TryTake(out var relay, out var frame))
            {
                return false;
            }

            take(relay!, frame);
            _frames.Release();
        }

        // Whoever adds signals only where nothing waits.
        Linux.SignalEvent(_ready);
        return true;
    }

    public void Dispose() => _ready.Dispose();
}
