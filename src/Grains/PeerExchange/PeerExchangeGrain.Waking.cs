using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <content>The grains of known peers are woken, some at a time: after a start, and in case one was lost with the process it ran in.</content>
public sealed partial class PeerExchangeGrain
{
    private IGrainTimer? _wakeTimer;
    private bool _isWaking;
    private NodeId? _wokenTo;

    private void WakeKnownPeers()
    {
        if (_isWaking)
        {
            return;
        }

        _isWaking = true;
        _wokenTo = null;
        _wakeTimer ??= NewTimer(WakeSomeAsync);
        _wakeTimer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task WakeSomeAsync(CancellationToken cancellationToken)
    {
        var pause = PeerExchangeLimits.WakePause;
        try
        {
            var peers = await _peers.ListAsync(_wokenTo, PeerExchangeLimits.PeersPerWake, cancellationToken);
            _isWaking = peers.Count > 0;
            await Task.WhenAll(peers.Select(peer => WakeAsync(peer.Id, cancellationToken)));
            _wokenTo = peers is [.., var last] ? last.Id : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.WakingFailed(exception);
            pause = PeerExchangeLimits.RetryPause;
        }

        if (_isWaking)
        {
            _wakeTimer?.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task WakeAsync(NodeId peer, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<IPeerGrain>(peer.ToString()).WakeAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.PeerNotWoken(exception, peer.ShortText);
        }
    }
}
