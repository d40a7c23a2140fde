using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>A connection that a peer opened. Its streams are handled side by side, so that a slow one holds up no other (weakness W9).</summary>
internal sealed class PeerSession(IrohConnection connection, PeerBudget budget, TimeProvider time)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _active;
    private long _lastUsed = time.GetTimestamp();

    /// <summary>The connection.</summary>
    public IrohConnection Connection => connection;

    /// <summary>The key that the peer proved to hold.</summary>
    public NodeId Peer => connection.RemoteId;

    /// <summary>The peer's share of this node.</summary>
    public PeerBudget Budget => budget;

    /// <summary>Whether no stream is being handled.</summary>
    public bool IsIdle => Volatile.Read(ref _active) == 0;

    /// <summary>When its last stream began or ended, as a timestamp of the clock.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Ends when the connection has ended and all its streams have been handled.</summary>
    public Task Ended => _ended.Task;

    /// <summary>All is over.</summary>
    public void SetEnded() => _ended.SetResult();

    /// <summary>Hands each stream to <paramref name="handle"/>, until the connection ends and all of them have been handled.</summary>
    public async Task ServeAsync(Func<PeerSession, IrohStream, Task> handle, ILogger logger, CancellationToken cancellationToken)
    {
        var handlers = new TaskTracker($"handling of a stream of {Peer.ShortText}", logger);
        try
        {
            while (true)
            {
                var stream = await connection.AcceptStreamAsync(cancellationToken);
                Interlocked.Increment(ref _active);
                Volatile.Write(ref _lastUsed, time.GetTimestamp());
                await budget.Streams.WaitAsync(cancellationToken);
                handlers.Run(() => RunAsync(handle, stream));
            }
        }
        catch (IrohConnectionException)
        {
            // The proper end of every connection.
        }
        finally
        {
            await handlers.WaitAsync(CancellationToken.None);
        }
    }

    private async Task RunAsync(Func<PeerSession, IrohStream, Task> handle, IrohStream stream)
    {
        try
        {
            await using (stream)
            {
                await handle(this, stream);
            }
        }
        finally
        {
            budget.Streams.Release();
            Volatile.Write(ref _lastUsed, time.GetTimestamp());
            Interlocked.Decrement(ref _active);
        }
    }
}
