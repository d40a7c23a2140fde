namespace SoundTime.Iroh.Quic;

/// <summary>
/// Which connection is due next: a binary heap in which every connection has at most one place, which it knows, so that re-arming after
/// every batch of packets moves it rather than adding to it.
/// </summary>
internal sealed class TimerQueue
{
    /// <summary>The place of a connection that is not in the queue.</summary>
    public const int Nowhere = -1;

    private readonly List<IrohConnection> _heap = [];

    /// <summary>When the next connection is due, in nanoseconds.</summary>
    public ulong Next => _heap.Count == 0 ? ulong.MaxValue : _heap[0].Due;

    /// <summary>Sets when the connection is due.</summary>
    public void Arm(IrohConnection connection, ulong due)
    {
        connection.Due = due;
        if (connection.TimerPlace == Nowhere)
        {
            connection.TimerPlace = _heap.Count;
            _heap.Add(connection);
        }

        SiftDown(SiftUp(connection.TimerPlace));
    }

    /// <summary>Takes the connection out, if it is in.</summary>
    public void Remove(IrohConnection connection)
    {
        var place = connection.TimerPlace;
        if (place == Nowhere)
        {
            return;
        }

        connection.TimerPlace = Nowhere;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != connection)
        {
            Put(last, place);
            SiftDown(SiftUp(place));
        }
    }

    /// <summary>Takes a connection that is due, if there is one.</summary>
    public bool TryTake(ulong now, out IrohConnection connection)
    {
        connection = null!;
        if (Next > now)
        {
            return false;
        }

        connection = _heap[0];
        Remove(connection);
        return true;
    }

    private int SiftUp(int place)
    {
        var connection = _heap[place];
        while (place > 0 && connection.Due < _heap[(place - 1) / 2].Due)
        {
            Put(_heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }

        Put(connection, place);
        return place;
    }

    private void SiftDown(int place)
    {
        var connection = _heap[place];
        while (true)
        {
            var child = (2 * place) + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].Due < _heap[child].Due)
            {
                child++;
            }

            if (child >= _heap.Count || connection.Due <= _heap[child].Due)
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(connection, place);
    }

    private void Put(IrohConnection connection, int place)
    {
        _heap[place] = connection;
        connection.TimerPlace = place;
    }
}
