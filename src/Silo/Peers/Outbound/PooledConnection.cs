using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>A connection to a peer, or the dial that leads to it, with those who use it. Guarded by the lock of its pool.</summary>
internal sealed class PooledConnection(NodeId peer, ConnectionPurpose purpose, Func<PooledConnection, Task<IrohConnection>> dial)
{
    private Task<IrohConnection>? _dial;

    /// <summary>To whom.</summary>
    public NodeId Peer => peer;

    /// <summary>What for.</summary>
    public ConnectionPurpose Purpose => purpose;

    /// <summary>The connection, once the dial led to one.</summary>
    public IrohConnection? Connection { get; set; }

    /// <summary>With what it was taken out of the pool; a dial that ends later closes its connection with that.</summary>
    public ConnectionClose? Removed { get; set; }

    /// <summary>How many use it now.</summary>
    public int Users { get; set; }

    /// <summary>When it was last used, as a timestamp of the clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether it was dialled, or is being.</summary>
    public bool IsDialled => _dial is not null;

    /// <summary>Whether the dial failed or the connection has ended.</summary>
    public bool IsDead => Connection is { Closed.IsCompleted: true } || _dial is { IsCompleted: true, IsCompletedSuccessfully: false };

    /// <summary>Whether nobody uses it.</summary>
    public bool IsUnused => Users == 0;

    /// <summary>The dial, which all that want the connection share. Begins when it is first asked for.</summary>
    public Task<IrohConnection> DialAsync() => _dial ??= dial(this);
}
