using SoundTime.Iroh;

namespace SoundTime.Silo.Peers;

/// <summary>The use of a pooled connection, which stays open at least until this is disposed.</summary>
internal sealed class ConnectionLease(PeerConnections pool, PooledConnection pooled, IrohConnection connection, bool isNew) : IDisposable
{
    private int _isReturned;

    /// <summary>The connection.</summary>
    public IrohConnection Connection => connection;

    /// <summary>Whether it was dialled for this use: then it has not died since.</summary>
    public bool IsNew => isNew;

    /// <summary>Gives the connection back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            pool.Return(pooled);
        }
    }
}
