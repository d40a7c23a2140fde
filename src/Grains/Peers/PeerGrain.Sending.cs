using SoundTime.Grains.PeerExchange;

namespace SoundTime.Grains.Peers;

/// <content>
/// The peer is sent what it lacks: the changes after its position, page by page, from 0 at first contact. The position moves when the peer has processed
/// a page, and is written before the next one is sent.
/// </content>
public sealed partial class PeerGrain
{
    /// <summary>When changes are to be looked for, and sent, once the peer is online. Stays in the past until all are sent.</summary>
    private TimeSpan _walkDueAt = Never;

    /// <summary>How many pages in a row the peer took and did not process in time.</summary>
    private int _deafPages;

    /// <summary>Until when it is sent nothing for that: each such page holds a turn that other peers wait for, and a Ping costs the peer nothing.</summary>
    private TimeSpan _deafUntil;

    /// <summary>Whether a walk over the changes is under way: from its first page until the peer has all, or does not answer.</summary>
    private bool _isSending;

    /// <summary>Whether the peer was told of a track since that walk began.</summary>
    private bool _hasSent;

    private long _sentSinceStart;

    /// <summary>Whether something changed since the page that is under way was read.</summary>
    private bool _hasNews;

    /// <summary>Whether our whole catalogue is to be sent again only because that was long ago.</summary>
    private bool _isCatalogueOld;

    /// <summary>When the peer last had all of ours.</summary>
    private DateTimeOffset? _completeAt;

    private TimeSpan WalkDueAt => Later(_walkDueAt, _deafUntil);

    /// <inheritdoc/>
    public Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_isOnline)
        {
            _hasNews = true;
            _walkDueAt = Earlier(_walkDueAt, Now);
            WantFilterSent();
            SetTimer();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CatalogueRequestedAsync(CancellationToken cancellationToken)
    {
        if (_record is null)
        {
            return;
        }

        // One that asks again and again while all of it is being sent would never get the end of it.
        var isUnderWay = _isSending && _positions.State.CatalogueEnd is not null;
        await StoreErrors.ForCallerAsync(() => isUnderWay
            ? ChangePositionsAsync(positions => positions with { IsCatalogueWanted = true })
            : BeginCatalogueAsync(positions => positions, cancellationToken));
        SetTimer();
    }

    /// <summary>The peer was seen: is it time to send all once more?</summary>
    private void WantCatalogueSentIfOld()
    {
        if (_positions.State is { CatalogueEnd: null, CatalogueSentAt: { } sentAt } && _time.GetUtcNow() - sentAt >= PeerPacing.CatalogueAge)
        {
            _isCatalogueOld = true;
            _walkDueAt = Earlier(_walkDueAt, Now);
        }
    }

    /// <summary>Our whole catalogue is to be sent from its beginning. When this ends, that is written.</summary>
    private async Task BeginCatalogueAsync(Func<PeerPositions, PeerPositions> alsoChange, CancellationToken cancellationToken)
    {
        var end = await _catalogue.FindLastChangeAsync(cancellationToken);
        _epoch++;
        await ChangePositionsAsync(
            positions => alsoChange(positions) with { SentPosition = 0, CatalogueEnd = end, IsCatalogueWanted = false });
        _isCatalogueOld = false;
        _sentSinceStart = 0;
        _hasNews = true;
        _walkDueAt = Now;
        _logger.CatalogueSending(_id.ShortText, end);
    }

    private async Task SendPageAsync(CancellationToken cancellationToken)
    {
        if (_positions.State.SentPosition is null)
        {
            await BeginCatalogueAsync(positions => positions, cancellationToken);
            await GrainFactory.GetGrain<IPeerExchangeGrain>(PeerExchangeKey.Value).FirstContactAsync(_id.ToString(), cancellationToken);
        }
        else if (_isCatalogueOld || _positions.State is { IsCatalogueWanted: true, CatalogueEnd: null })
        {
            await BeginCatalogueAsync(positions => positions, cancellationToken);
        }

        var epoch = _epoch;
        var before = _positions.State;
        var after = before.SentPosition ?? 0;
        var message = after < before.CatalogueEnd ? ChangeMessage.Catalogue : ChangeMessage.News;
        _hasSent &= _isSending;
        _isSending = true;
        _hasNews = false;
        var sent = await _link.SendChangesAsync(_id, after, message, _completeAt, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (await ChangePositionsAsync(epoch, positions => Move(positions, sent)))
        {
            NoteSent(sent, before);
        }
    }

    /// <summary>The positions after a page: where the peer is now, and whether it has our whole catalogue.</summary>
    private PeerPositions Move(PeerPositions positions, SentChanges sent)
    {
        var last = Math.Max(positions.SentPosition ?? 0, sent.Last);
        var hasAll = sent is { Reply: PeerReply.Done, IsEnd: true };
        var moved = positions with { SentPosition = last };
        if (positions.CatalogueEnd is { } end && (hasAll || last >= end))
        {
            moved = moved with { CatalogueEnd = null, CatalogueSentAt = _time.GetUtcNow() };
        }

        // Not where there was nothing to send: that comes often, and would be a write for nothing.
        return hasAll && (_hasSent || moved != positions) ? moved with { SentAt = _time.GetUtcNow() } : moved;
    }

    private void NoteSent(SentChanges sent, PeerPositions before)
    {
        var after = before.SentPosition ?? 0;
        if (sent.Count > 0)
        {
            _sentSinceStart = _hasSent ? _sentSinceStart + sent.Count : sent.Count;
            _hasSent = true;
        }

        if (before.CatalogueEnd is not null && _positions.State is { CatalogueEnd: null, SentPosition: { } position })
        {
            _logger.CatalogueSent(_id.ShortText, position);
        }

        if (sent.Reply == PeerReply.Done || sent.Last > after)
        {
            NoteContact();
            _failures = _deafPages = 0;
        }
        else if (sent.Reply == PeerReply.TimedOut)
        {
            _deafUntil = Now + PeerPacing.DeafPause(++_deafPages);
        }

        switch (sent.Reply)
        {
            case PeerReply.Done when sent.IsEnd:
                NoteHasAll();
                break;
            case PeerReply.Done when sent.Last > after:
                break;
            case PeerReply.Done or PeerReply.NotAsked or PeerReply.BlockedHere:
                _isSending = false;
                _walkDueAt = Now + PeerPacing.RetryPause;
                break;
            default:
                _logger.SendingStopped(_id.ShortText, Math.Max(after, sent.Last), sent.Reply, sent.Text);
                NoteAway(sent.Reply, sent.Text);
                break;
        }
    }

    private void NoteHasAll()
    {
        _completeAt = _time.GetUtcNow();
        if (_hasNews || _positions.State.IsCatalogueWanted)
        {
            return;
        }

        _isSending = false;
        _walkDueAt = Now + PeerPacing.Vary(PeerPacing.WalkPause, _random);
    }
}
