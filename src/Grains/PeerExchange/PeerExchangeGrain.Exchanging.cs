using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <content>
/// Peers are exchanged: with each after first contact, and in rounds with the next few that are online, in the order of their ids, so that each has its turn
/// whoever comes and goes meanwhile.
/// </content>
public sealed partial class PeerExchangeGrain
{
    private readonly Queue<NodeId> _firstContacts = new();
    private IGrainTimer? _exchangeTimer;
    private bool _isExchanging;
    private bool _isRoundDue;

    /// <summary>Whether the log says already that exchanging fails.</summary>
    private bool _isExchangeFailing;

    /// <inheritdoc/>
    public Task FirstContactAsync(string peer, CancellationToken cancellationToken)
    {
        if (NodeId.TryParse(peer, out var id) && _firstContacts.Count < PeerExchangeLimits.MaxFirstContacts && !_firstContacts.Contains(id))
        {
            _firstContacts.Enqueue(id);
            SetExchangeTimer(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    private void BeginRound()
    {
        _isRoundDue = true;
        SetExchangeTimer(TimeSpan.Zero);
    }

    private void SetExchangeTimer(TimeSpan due)
    {
        if (!_isExchanging)
        {
            _exchangeTimer ??= NewTimer(ExchangeAsync);
            _exchangeTimer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        if (_isExchanging)
        {
            return;
        }

        _isExchanging = true;
        try
        {
            while (_isRoundDue || _firstContacts.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await ExchangeRoundAsync(cancellationToken);
                if (_firstContacts.TryPeek(out var peer))
                {
                    await ExchangeWithAsync(peer, cancellationToken);
                    _firstContacts.Dequeue();
                }
            }

            _isExchangeFailing = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops; the next one begins with a round of its own.
        }
        catch (InconsistentStateException)
        {
            // Someone else writes the state: this activation is not the one that counts.
            DeactivateOnIdle();
        }
        catch (Exception exception)
        {
            if (!_isExchangeFailing)
            {
                _isExchangeFailing = true;
                _logger.ExchangeFailed(exception);
            }
        }
        finally
        {
            _isExchanging = false;
        }

        if (_isRoundDue || _firstContacts.Count > 0)
        {
            SetExchangeTimer(PeerExchangeLimits.RetryPause);
        }
    }

    private async Task ExchangeRoundAsync(CancellationToken cancellationToken)
    {
        if (!_isRoundDue)
        {
            return;
        }

        var peers = await TakeTurnsAsync(cancellationToken);
        _isRoundDue = false;
        foreach (var peer in peers)
        {
            await ExchangeWithAsync(peer, cancellationToken);
        }
    }

    /// <summary>The peers whose turn it is. The cursor is written first: a peer that makes this node fail is not the first one again.</summary>
    private async Task<IReadOnlyList<NodeId>> TakeTurnsAsync(CancellationToken cancellationToken)
    {
        var online = await _peers.ListOnlineAsync(cancellationToken);
        NodeId? cursor = NodeId.TryParse(_state.State.Cursor, out var last) ? last : null;
        List<NodeId> turns =
        [
            .. online.Where(id => cursor is null || id > cursor)
                .Concat(online.Where(id => id <= cursor))
                .Take(PeerExchangeLimits.PeersPerRound),
        ];
        if (turns is [.., var next])
        {
            var before = _state.State;
            _state.State = new PeerExchangeState { Cursor = next.ToString() };
            try
            {
                await _state.WriteStateAsync(CancellationToken.None);
            }
            catch
            {
                _state.State = before;
                throw;
            }
        }

        return turns;
    }

    private async Task ExchangeWithAsync(NodeId peer, CancellationToken cancellationToken)
    {
        if (peer == _link.Self || await _blocks.IsBlockedAsync(peer, cancellationToken))
        {
            return;
        }

        var exchanged = await _link.ExchangePeersAsync(peer, cancellationToken);
        if (exchanged.Reply == PeerReply.Done)
        {
            await TakeNamedAsync(peer, exchanged.Ids, cancellationToken);
        }
        else
        {
            _logger.ExchangeUnanswered(peer.ShortText, exchanged.Reply, exchanged.Text);
        }
    }
}
