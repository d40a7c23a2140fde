using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <content>Named ids are claims: new ones wait, a few at a time are asked, and who answers is known by that. Junk counts against its sender.</content>
public sealed partial class PeerExchangeGrain
{
    private readonly SenderConduct _conduct;
    private readonly SilentPeers _silent;
    private readonly Queue<NamedPeer> _waiting = new();

    /// <summary>Those that wait and those that are being asked.</summary>
    private readonly HashSet<NodeId> _waitingIds = [];

    private IGrainTimer? _checkTimer;
    private bool _isChecking;

    /// <inheritdoc/>
    public async Task PeersNamedAsync(string sender, string[] ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (!NodeId.TryParse(sender, out var senderId))
        {
            throw new ArgumentException("The sender is no node id.", nameof(sender));
        }

        await TakeNamedAsync(senderId, ids, cancellationToken);
    }

    private async Task TakeNamedAsync(NodeId sender, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (_conduct.IsIgnored(sender))
        {
            return;
        }

        var named = ReadIds(sender, ids, out var invalid);
        if (_conduct.CountInvalid(sender, invalid))
        {
            _logger.SenderOfInvalidIds(sender.ShortText, PeerExchangeLimits.MaxInvalidIds);
            return;
        }

        named.RemoveWhere(id => _waitingIds.Contains(id) || _silent.Contains(id));
        if (named.Count == 0)
        {
            return;
        }

        try
        {
            var known = await _peers.FindAsync(named, cancellationToken);
            named.ExceptWith(known.Keys);
            named.ExceptWith(await _blocks.FindBlockedAsync(named, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _logger.NamedPeersDropped(exception, sender.ShortText);
            return;
        }

        foreach (var id in named)
        {
            if (_waitingIds.Count < PeerExchangeLimits.MaxWaiting && _waitingIds.Add(id))
            {
                _waiting.Enqueue(new NamedPeer(id, sender));
            }
        }

        SetCheckTimer();
    }

    private HashSet<NodeId> ReadIds(NodeId sender, IReadOnlyList<string> ids, out int invalid)
    {
        var named = new HashSet<NodeId>();
        invalid = 0;
        foreach (var text in ids.Take(WireLimits.MaxPeers))
        {
            if (!NodeId.TryParse(text, out var id) || id.IsEmpty)
            {
                invalid++;
            }
            else if (id != _link.Self && id != sender)
            {
                named.Add(id);
            }
        }

        return named;
    }

    private void SetCheckTimer()
    {
        if (!_isChecking && _waiting.Count > 0)
        {
            _checkTimer ??= NewTimer(CheckNamedAsync);
            _checkTimer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CheckNamedAsync(CancellationToken cancellationToken)
    {
        if (_isChecking)
        {
            return;
        }

        _isChecking = true;
        try
        {
            while (!cancellationToken.IsCancellationRequested && TakeSome() is { Count: > 0 } some)
            {
                await Task.WhenAll(some.Select(named => CheckAsync(named, cancellationToken)));
                _waitingIds.ExceptWith(some.Select(named => named.Id));
            }
        }
        finally
        {
            _isChecking = false;
        }
    }

    private List<NamedPeer> TakeSome()
    {
        List<NamedPeer> some = [];
        while (some.Count < PeerExchangeLimits.ChecksAtOnce && _waiting.TryDequeue(out var named))
        {
            // The sender may have used up its credit since.
            if (_conduct.IsIgnored(named.Sender))
            {
                _waitingIds.Remove(named.Id);
            }
            else
            {
                some.Add(named);
            }
        }

        return some;
    }

    /// <summary>Asks one. Its grain keeps it if it answers.</summary>
    private async Task CheckAsync(NamedPeer named, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(PeerExchangeLimits.CheckWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        try
        {
            var result = await GrainFactory.GetGrain<IPeerGrain>(named.Id.ToString()).PingAsync(either.Token);
            if (result.Reply is PeerReply.Unreachable or PeerReply.TimedOut or PeerReply.BadAnswer)
            {
                _silent.Add(named.Id);
                if (_conduct.CountSilent(named.Sender))
                {
                    _logger.SenderOfSilentIds(named.Sender.ShortText, PeerExchangeLimits.MaxSilentIds);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops: nothing is known of this id.
        }
        catch (Exception exception)
        {
            // Its grain could not work: that says nothing of the peer or of who named it.
            _logger.NamedPeerNotAsked(exception, named.Id.ShortText);
        }
    }
}
