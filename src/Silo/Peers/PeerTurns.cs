using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Lets only so many do something with the same peer at once; the others wait, but not for ever. Takes memory for those peers alone with which something is done. Thread-safe.</summary>
/// <param name="count">How many for each peer.</param>
/// <param name="longest">How long one waits.</param>
/// <param name="time">The clock.</param>
internal sealed class PeerTurns(int count, TimeSpan longest, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, (Turns Turns, int Users)> _peers = [];

    /// <summary>Waits for a turn, which ends when it is disposed; null where none came in time.</summary>
    public async Task<IDisposable?> TakeAsync(NodeId peer, CancellationToken cancellationToken)
    {
        var turns = Enter(peer);
        IDisposable? turn = null;
        try
        {
            turn = await turns.TakeAsync(cancellationToken);
            return turn is null ? null : new PeerTurn(this, peer, turn);
        }
        finally
        {
            if (turn is null)
            {
                Leave(peer);
            }
        }
    }

    /// <summary>With how many peers something is done, or waited for.</summary>
    internal int Peers
    {
        get
        {
            lock (_gate)
            {
                return _peers.Count;
            }
        }
    }

    private Turns Enter(NodeId peer)
    {
        lock (_gate)
        {
            var (turns, users) = _peers.GetValueOrDefault(peer);
            turns ??= new Turns(count, longest, time);
            _peers[peer] = (turns, users + 1);
            return turns;
        }
    }

    private void Leave(NodeId peer)
    {
        lock (_gate)
        {
            var (turns, users) = _peers[peer];
            if (users > 1)
            {
                _peers[peer] = (turns, users - 1);
                return;
            }

            _peers.Remove(peer);
            turns.Dispose();
        }
    }

    private sealed class PeerTurn(PeerTurns peers, NodeId peer, IDisposable turn) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                turn.Dispose();
                peers.Leave(peer);
            }
        }
    }
}
