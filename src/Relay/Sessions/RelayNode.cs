using SoundTime.Wire;

namespace SoundTime.Relay.Sessions;

/// <summary>An id with its connections, of which the newest receives, and the nodes it has sent to. Connections come and go under the lock of <see cref="RelayRoutes"/>.</summary>
/// <param name="first">Its first connection.</param>
internal sealed class RelayNode(RelaySession first)
{
    private readonly List<RelaySession> _connections = [first];
    private readonly HashSet<NodeId> _remembered = [];
    private volatile RelaySession _receiver = first;

    /// <summary>The connection that receives.</summary>
    public RelaySession Receiver => _receiver;

    /// <summary>The oldest beyond those that one id may have. They stay in the list until they have ended, which takes a moment.</summary>
    public IEnumerable<RelaySession> Surplus => _connections.SkipLast(RelayLimits.MaxConnectionsPerNode);

    /// <summary>Who is told when this one leaves.</summary>
    public IReadOnlyCollection<NodeId> Remembered
    {
        get
        {
            lock (_remembered)
            {
                return [.. _remembered];
            }
        }
    }

    public void Add(RelaySession session)
    {
        _connections.Add(session);
        _receiver = session;
    }

    /// <summary>Takes a connection away; false where it was the last.</summary>
    public bool Remove(RelaySession session)
    {
        _connections.Remove(session);
        if (_connections.Count == 0)
        {
            return false;
        }

        _receiver = _connections[^1];
        return true;
    }

    /// <summary>Notes one that was sent to, as long as there is room: who is not told finds out by itself.</summary>
    public void Remember(NodeId receiver)
    {
        lock (_remembered)
        {
            if (_remembered.Count < RelayLimits.MaxRemembered)
            {
                _remembered.Add(receiver);
            }
        }
    }
}
