using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <summary>The ids that did not answer lately. Everybody names them again and again; they are asked once an hour.</summary>
internal sealed class SilentPeers(TimeProvider time)
{
    private readonly HashSet<NodeId> _ids = [];
    private readonly Queue<(NodeId Id, long At)> _inOrder = new();

    /// <summary>Whether this id did not answer lately.</summary>
    public bool Contains(NodeId id)
    {
        while (_inOrder.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= PeerExchangeLimits.Memory)
        {
            ForgetOldest();
        }

        return _ids.Contains(id);
    }

    /// <summary>Remembers an id that did not answer.</summary>
    public void Add(NodeId id)
    {
        if (!_ids.Add(id))
        {
            return;
        }

        _inOrder.Enqueue((id, time.GetTimestamp()));
        if (_inOrder.Count > PeerExchangeLimits.MaxRemembered)
        {
            ForgetOldest();
        }
    }

    private void ForgetOldest() => _ids.Remove(_inOrder.Dequeue().Id);
}
