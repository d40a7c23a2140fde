namespace SoundTime.Iroh.Quic;

/// <summary>
/// Which connection is due next. A connection has at most one entry that counts; when its time moves back, the old entry stays and is
/// put right when it comes up, so that re-arming after every packet costs nothing.
/// </summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<IrohConnection, ulong> _queue = new();

    /// <summary>When the next entry comes up, in nanoseconds.</summary>
    public ulong Next => _queue.TryPeek(out _, out var due) ? due : ulong.MaxValue;

    /// <summary>Sees to it that the connection comes up at <paramref name="due"/> or before.</summary>
    public void Arm(IrohConnection connection, ulong due)
    {
        if (due < connection.ArmedFor)
        {
            connection.ArmedFor = due;
            _queue.Enqueue(connection, due);
        }
    }

    /// <summary>Takes a connection whose entry is due, if there is one.</summary>
    public bool TryTake(ulong now, out IrohConnection connection)
    {
        while (_queue.TryPeek(out connection!, out var due) && due <= now)
        {
            _queue.Dequeue();
            if (due == connection.ArmedFor)
            {
                connection.ArmedFor = ulong.MaxValue;
                return true;
            }
        }

        return false;
    }
}
