using System.Diagnostics.CodeAnalysis;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>The connections that peers have opened, and who may open one more.</summary>
internal sealed class PeerSessions(TimeProvider time)
{
    /// <summary>Most connections of all peers together, half of what the endpoint has room for: the rest is for those that this node opens.</summary>
    public const int AllConnections = 5_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Entry> _peers = [];

    /// <summary><see cref="AllConnections"/>, or fewer in tests.</summary>
    public int MaxConnections { get; init; } = AllConnections;

    /// <summary>
    /// Takes a connection in. A peer at its cap gives up its oldest connection on which nothing happens, and where all places are taken, the
    /// connection on which nothing happened for longest goes, whosever it is (<paramref name="replaced"/>, to be closed by the caller, weakness W29).
    /// Where there is none, the new one is refused.
    /// </summary>
    public bool TryAdmit(IrohConnection connection, [NotNullWhen(true)] out PeerSession? session, out PeerSession? replaced)
    {
        lock (_gate)
        {
            session = null;
            if (!TryMakeRoom(connection.RemoteId, out replaced))
            {
                return false;
            }

            if (!_peers.TryGetValue(connection.RemoteId, out var entry))
            {
                _peers.Add(connection.RemoteId, entry = new Entry(time));
            }

            session = new PeerSession(connection, entry.Budget, time);
            entry.Open.Add(session);
            entry.All.Add(session);
            return true;
        }
    }

    /// <summary>Forgets a connection whose handlers have all ended.</summary>
    public void Remove(PeerSession session)
    {
        lock (_gate)
        {
            var id = session.Connection.RemoteId;
            var entry = _peers[id];
            entry.Open.Remove(session);
            entry.All.Remove(session);
            session.SetEnded();
            if (entry.All.Count == 0)
            {
                _peers.Remove(id);
            }
        }
    }

    /// <summary>The peers that have connections open.</summary>
    public IReadOnlyCollection<NodeId> ListPeers()
    {
        lock (_gate)
        {
            return [.. _peers.Keys];
        }
    }

    /// <summary>The connections that a peer has opened and that stand now.</summary>
    public IReadOnlyList<IrohConnection> ListConnections(NodeId peer)
    {
        lock (_gate)
        {
            return _peers.TryGetValue(peer, out var entry)
                ? [.. entry.Open.Select(session => session.Connection).Where(connection => !connection.Closed.IsCompleted)]
                : [];
        }
    }

    /// <summary>Closes the connections of a peer.</summary>
    public Task CloseAsync(NodeId peer, ulong code, string reason)
    {
        lock (_gate)
        {
            return _peers.TryGetValue(peer, out var entry)
                ? Task.WhenAll(entry.Open.Select(session => session.Connection.CloseAsync(code, reason)))
                : Task.CompletedTask;
        }
    }

    /// <summary>Waits until no message of a peer is being handled on the connections that it has open now.</summary>
    public Task WhenEndedAsync(NodeId peer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _peers.TryGetValue(peer, out var entry)
                ? Task.WhenAll(entry.All.Select(session => session.Ended)).WaitAsync(cancellationToken)
                : Task.CompletedTask;
        }
    }

    /// <summary>Closes all connections.</summary>
    public Task CloseAllAsync(ulong code, string reason)
    {
        lock (_gate)
        {
            return Task.WhenAll(_peers.Values.SelectMany(entry => entry.Open).Select(session => session.Connection.CloseAsync(code, reason)));
        }
    }

    private bool TryMakeRoom(NodeId peer, out PeerSession? replaced)
    {
        replaced = null;
        if (_peers.TryGetValue(peer, out var entry) && entry.Open.Count >= PeerLimits.Connections)
        {
            replaced = entry.Open.Find(open => open.IsIdle);
        }
        else if (_peers.Values.Sum(other => other.Open.Count) >= MaxConnections)
        {
            replaced = _peers.Values.SelectMany(other => other.Open).Where(open => open.IsIdle).MinBy(open => open.LastUsed);
        }
        else
        {
            return true;
        }

        return replaced is not null && _peers[replaced.Peer].Open.Remove(replaced);
    }

    private sealed class Entry(TimeProvider time)
    {
        public PeerBudget Budget { get; } = new(time);

        /// <summary>Oldest first.</summary>
        public List<PeerSession> Open { get; } = [];

        /// <summary>Also those that were replaced and have not ended yet: they share the budget.</summary>
        public List<PeerSession> All { get; } = [];
    }
}
