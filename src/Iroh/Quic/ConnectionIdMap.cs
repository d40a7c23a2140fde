using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// Finds the connection that a packet belongs to: by connection id, or by stateless reset token. Ids of closed connections stay until
/// their draining time is over.
/// </summary>
internal sealed class ConnectionIdMap
{
    private readonly Dictionary<ConnectionId, IrohConnection> _live = [];
    private readonly Dictionary<ConnectionId, ClosedConnection> _closed = [];
    private readonly PriorityQueue<ClosedConnection, ulong> _draining = new();
    private readonly Dictionary<UInt128, IrohConnection> _resetTokens = [];

    public void Add(in ConnectionId id, IrohConnection connection) => _live[id] = connection;

    public void Remove(in ConnectionId id, IrohConnection connection)
    {
        if (_live.TryGetValue(id, out var current) && current == connection)
        {
            _live.Remove(id);
        }
    }

    public bool TryGetLive(in ConnectionId id, out IrohConnection connection) => _live.TryGetValue(id, out connection!);

    public bool TryGetClosed(in ConnectionId id, out ClosedConnection connection) => _closed.TryGetValue(id, out connection!);

    public void AddResetToken(UInt128 token, IrohConnection connection) => _resetTokens[token] = connection;

    public void RemoveResetToken(UInt128 token) => _resetTokens.Remove(token);

    public bool TryGetByResetToken(UInt128 token, out IrohConnection connection) => _resetTokens.TryGetValue(token, out connection!);

    /// <summary>Turns the ids of a connection into those of a closed one.</summary>
    public void Close(IrohConnection connection, ClosedConnection closed)
    {
        foreach (var id in closed.Ids)
        {
            Remove(id, connection);
            _closed[id] = closed;
        }

        _draining.Enqueue(closed, closed.Until);
    }

    /// <summary>Forgets closed connections whose time is over.</summary>
    public void Expire(ulong now)
    {
        while (_draining.TryPeek(out var closed, out var until) && until <= now)
        {
            _draining.Dequeue();
            foreach (var id in closed.Ids)
            {
                if (_closed.TryGetValue(id, out var current) && current == closed)
                {
                    _closed.Remove(id);
                }
            }
        }
    }
}
