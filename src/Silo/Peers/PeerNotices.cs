using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Tells grains what happened. No call waits for long, whatever the grain does.</summary>
internal sealed class PeerNotices(IGrainFactory grains, TimeProvider time, ILogger<PeerNotices> logger)
{
    /// <summary>How long a grain may take to note what happened; it does its work later.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Tells the grain of a peer. What it misses it finds out by itself, later: a failure is logged.</summary>
    public Task TellAsync(NodeId peer, Func<IPeerGrain, CancellationToken, Task> notice, CancellationToken cancellationToken) =>
        TryAsync(peer, token => notice(GrainOf(peer), token), cancellationToken);

    /// <summary>Tells the grain that exchanges peers what <paramref name="sender"/> said. A failure is logged.</summary>
    public Task TellExchangeAsync(NodeId sender, Func<IPeerExchangeGrain, CancellationToken, Task> notice, CancellationToken cancellationToken) =>
        TryAsync(sender, token => notice(Exchange, token), cancellationToken);

    /// <summary>Tells the grain of a peer something that must not be lost.</summary>
    /// <exception cref="PeerNoticeException">It was not told.</exception>
    public Task RequireAsync(NodeId peer, Func<IPeerGrain, CancellationToken, Task> notice, CancellationToken cancellationToken) =>
        CallAsync(token => notice(GrainOf(peer), token), cancellationToken);

    /// <summary>Tells the grain that exchanges peers something that must not be lost.</summary>
    /// <exception cref="PeerNoticeException">It was not told.</exception>
    public Task RequireExchangeAsync(Func<IPeerExchangeGrain, CancellationToken, Task> notice, CancellationToken cancellationToken) =>
        CallAsync(token => notice(Exchange, token), cancellationToken);

    private IPeerExchangeGrain Exchange => grains.GetGrain<IPeerExchangeGrain>(PeerExchangeKey.Value);

    private IPeerGrain GrainOf(NodeId peer) => grains.GetGrain<IPeerGrain>(peer.ToString());

    private async Task TryAsync(NodeId peer, Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(call, cancellationToken);
        }
        catch (PeerNoticeException exception)
        {
            logger.NotNoted(peer.ShortText, exception);
        }
    }

    private async Task CallAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Limit, time, cancellationToken);
        try
        {
            // The call may go on after the limit: only the waiting ends.
            await call(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerNoticeException(
                limit.HasPassed ? $"A grain did not answer within {Limit.TotalSeconds:0} seconds." : $"A grain failed: {exception.Message}", exception);
        }
    }
}
