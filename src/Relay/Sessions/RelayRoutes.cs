using System.Collections.Concurrent;
using SoundTime.Wire;

namespace SoundTime.Relay.Sessions;

/// <summary>Which client is reached how. Looking one up takes no lock; coming and going does.</summary>
internal sealed class RelayRoutes
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<NodeId, RelayNode> _nodes = new();
    private readonly HashSet<RelaySession> _sessions = [];
    private volatile int _count;

    /// <summary>Connections of clients.</summary>
    public int Count => _count;

    /// <summary>The connection on which this node receives; null where it has none.</summary>
    public RelaySession? Find(NodeId node) => _nodes.TryGetValue(node, out var found) ? found.Receiver : null;

    /// <summary>All connections.</summary>
    public RelaySession[] List()
    {
        lock (_lock)
        {
            return [.. _sessions];
        }
    }

    /// <summary>From now on this connection receives for its id. An older one is told, the oldest of too many is closed (section 3.4).</summary>
    public void Add(RelaySession session)
    {
        lock (_lock)
        {
            _sessions.Add(session);
            _count = _sessions.Count;
            if (!_nodes.TryGetValue(session.Id, out var node))
            {
                _nodes[session.Id] = new RelayNode(session);
                return;
            }

            node.Receiver.SendStatus(isReplaced: true);
            node.Add(session);
            foreach (var surplus in node.Surplus)
            {
                surplus.Close(SessionEnd.Replaced);
            }
        }
    }

    /// <summary>Forgets this connection. The newest that is left receives and is told; where none is, those that the node had sent to are.</summary>
    public void Remove(RelaySession session)
    {
        lock (_lock)
        {
            if (!_sessions.Remove(session))
            {
                return;
            }

            _count = _sessions.Count;
            var node = _nodes[session.Id];
            var wasReceiver = node.Receiver == session;
            if (node.Remove(session))
            {
                if (wasReceiver)
                {
                    node.Receiver.SendStatus(isReplaced: false);
                }

                return;
            }

            _nodes.TryRemove(session.Id, out _);
            foreach (var reached in node.Remembered)
            {
                Find(reached)?.SendGone(session.Id);
            }
        }
    }

    /// <summary>Notes that a node has sent to another, which is told when the first leaves.</summary>
    public void Remember(NodeId sender, NodeId receiver)
    {
        if (_nodes.TryGetValue(sender, out var node))
        {
            node.Remember(receiver);
        }
    }
}
