using System.Diagnostics.CodeAnalysis;
using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>The connections that peers have opened, and who may open one more.</summary>
internal sealed class PeerSessions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Entry> _peers = [];

    /// <summary>
    /// Takes a connection in. A peer at its cap gives up its oldest connection on which nothing happens (<paramref name="replaced"/>, to be
    /// closed by the caller); where there is none, the new one is refused.
    /// </summary>
    public bool TryAdmit(IrohConnection connection, [NotNullWhen(true)] out PeerSession? session, out PeerSession? replaced)
    {
        lock (_gate)
        {
            replaced = null;
            session = null;
            if (!_peers.TryGetValue(connection.RemoteId, out var entry))
            {
                _peers.Add(connection.RemoteId, entry = new Entry());
            }

            if (entry.Open.Count >= PeerLimits.Connections)
            {
                replaced = entry.Open.Find(open => open.IsIdle);
                if (replaced is null)
                {
                    return false;
                }

                entry.Open.Remove(replaced);
            }

            session = new PeerSession(connection, entry.Budget);
            entry.Open.Add(session);
            entry.Count++;
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
            if (--entry.Count == 0)
            {
                _peers.Remove(id);
            }
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

    private sealed class Entry
    {
        public PeerBudget Budget { get; } = new();

        /// <summary>Oldest first.</summary>
        public List<PeerSession> Open { get; } = [];

        /// <summary>Also counts the replaced ones that have not ended yet: they share the budget.</summary>
        public int Count { get; set; }
    }
}
