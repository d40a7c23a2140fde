using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>A connection to a peer, or the dial that leads to it, with those who use it. Guarded by the lock of its pool.</summary>
internal sealed class PooledConnection(NodeId peer, ConnectionPurpose purpose, Func<Task<IrohConnection>> dial)
{
    private readonly Lazy<Task<IrohConnection>> _dial = new(dial);

    /// <summary>To whom.</summary>
    public NodeId Peer => peer;

    /// <summary>What for.</summary>
    public ConnectionPurpose Purpose => purpose;

    /// <summary>The dial, which all that want the connection share. Begins when it is first asked for.</summary>
    public Task<IrohConnection> Dial => _dial.Value;

    /// <summary>How many use it now.</summary>
    public int Users { get; set; }

    /// <summary>When it was last used, as a timestamp of the clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether the dial failed or the connection has ended.</summary>
    public bool IsDead => _dial.IsValueCreated && Dial.IsCompleted && (!Dial.IsCompletedSuccessfully || Dial.Result.Closed.IsCompleted);

    /// <summary>Whether it is open and nobody uses it.</summary>
    public bool IsUnused => Users == 0 && _dial.IsValueCreated && Dial.IsCompletedSuccessfully;
}
