using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// A bounded queue of frames in one block of memory, so that nothing is allocated for each. When it is full, what comes is dropped: QUIC takes that for the
/// loss it is. What waits for longer than <see cref="RelayLimits.DatagramLifetime"/> is dropped too. Many may add, one may take.
/// </summary>
internal sealed class FrameQueue(int capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = [];
    private byte[] _ring = [];
    private int _end;
    private bool _isTaken;
    private long _dropped;

    /// <summary>Frames that were dropped, for want of room or for their age.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a frame, given in two parts; false where there is no room for it.</summary>
    /// <param name="relay">Which relay it comes from or goes to.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="body">The rest of it.</param>
    /// <param name="wasEmpty">Whether it is the only one, so that whoever takes is to be woken.</param>
    public bool TryAdd(RelayUrl relay, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, out bool wasEmpty)
    {
        var length = head.Length + body.Length;
        lock (_gate)
        {
            if (!TryReserve(length, out var offset))
            {
                DropExpired();
                if (!TryReserve(length, out offset))
                {
                    wasEmpty = false;
                    Interlocked.Increment(ref _dropped);
                    return false;
                }
            }

            wasEmpty = _entries.Count == 0;
            head.CopyTo(_ring.AsSpan(offset));
            body.CopyTo(_ring.AsSpan(offset + head.Length));
            _entries.Enqueue(new Entry(relay, offset, length, time.GetTimestamp()));
            _end = offset + length;
            return true;
        }
    }

    /// <summary>The oldest frame. It stays where it is until <see cref="Release"/>.</summary>
    public bool TryTake(out RelayUrl? relay, out Memory<byte> frame)
    {
        lock (_gate)
        {
            DropExpired();
            _isTaken = _entries.TryPeek(out var first);
            relay = first.Relay;
            frame = _ring.AsMemory(first.Offset, first.Length);
            return _isTaken;
        }
    }

    /// <summary>Gives back the room of the frame that was taken.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isTaken = false;
            _entries.Dequeue();
        }
    }

    /// <summary>Forgets what waits, and the memory; for times when nothing is to come.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _ring = [];
        }
    }

    /// <summary>Finds room in one piece: behind the newest frame, or, where that is the end of the block, at its beginning.</summary>
    private bool TryReserve(int length, out int offset)
    {
        if (_ring.Length == 0)
        {
            _ring = GC.AllocateUninitializedArray<byte>(capacity);
        }

        if (!_entries.TryPeek(out var first))
        {
            offset = 0;
            return length <= capacity;
        }

        if (_end > first.Offset && capacity - _end < length)
        {
            offset = 0;
            return length < first.Offset;
        }

        offset = _end;
        return _end > first.Offset || first.Offset - _end > length;
    }

    private void DropExpired()
    {
        while (!_isTaken && _entries.TryPeek(out var first) && time.GetElapsedTime(first.Added) > RelayLimits.DatagramLifetime)
        {
            _entries.Dequeue();
            Interlocked.Increment(ref _dropped);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(RelayUrl Relay, int Offset, int Length, long Added);
}
