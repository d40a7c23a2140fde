using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Peers;

/// <content>
/// Filters. The peer is sent ours when it comes online and when it has changed; it takes the place of what the peer had of us, so that none is owed, and one that
/// cannot be sent comes later. What the peer sends is kept.
/// </content>
public sealed partial class PeerGrain
{
    /// <summary>
    /// Largest filter of a stranger that is kept, in bytes: room for some 400,000 terms. Anyone can make up ids, and the largest filter for each would fill the disk.
    /// </summary>
    public const int MaxFilterBytesOfStrangers = 512 * 1024;

    /// <summary>When it is to be looked whether the peer lacks our filter, once it is online.</summary>
    private TimeSpan _filterDueAt = Never;

    /// <summary>Which filter of ours the peer has; 0: none that is known of.</summary>
    private long _filterVersion;

    /// <summary>When the peer took a filter of ours in.</summary>
    private TimeSpan? _filterSentAt;

    /// <summary>How often in a row it did not.</summary>
    private int _filterFailures;

    /// <summary>Until when it is sent no filter for that.</summary>
    private TimeSpan _filterPausedUntil;

    /// <summary>When a filter of the peer was last kept.</summary>
    private TimeSpan? _filterArrivedAt;

    private int _refusedFilters;

    private TimeSpan FilterDueAt => Later(_filterDueAt, _filterPausedUntil);

    /// <inheritdoc/>
    public async Task FilterArrivedAsync(FilterParameters parameters, byte[] bitmap, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _refusedFilters = 0;
        var before = _filterArrivedAt;
        if (before is { } arrivedAt && Now - arrivedAt < PeerPacing.FilterArrivalPause)
        {
            _logger.FilterTooSoon(_id.ShortText, PeerPacing.FilterArrivalPause.TotalSeconds);
            return;
        }

        // Counted before it is kept: others may come meanwhile.
        _filterArrivedAt = Now;
        var isKept = false;
        try
        {
            await StoreErrors.ForCallerAsync(async () => isKept = await KeepFilterAsync(parameters, bitmap, cancellationToken));
        }
        finally
        {
            _filterArrivedAt = isKept ? _filterArrivedAt : before;
        }
    }

    /// <inheritdoc/>
    public Task<int> FilterRefusedAsync(CancellationToken cancellationToken) => Task.FromResult(++_refusedFilters);

    private async Task<bool> KeepFilterAsync(FilterParameters parameters, byte[] bitmap, CancellationToken cancellationToken)
    {
        // A filter belongs to a record: a peer that was only just seen has none yet.
        await SaveRecordAsync(cancellationToken);
        if (bitmap.Length > MaxFilterBytesOfStrangers && _record is not { Trust: PeerTrust.Trusted })
        {
            _logger.FilterTooLarge(_id.ShortText, bitmap.Length, MaxFilterBytesOfStrangers);
            return false;
        }

        var filter = new PeerFilter(bitmap, parameters.NumHashes, parameters.Keys, parameters.ItemCount, _time.GetUtcNow());
        await _peers.SaveFilterAsync(_id, filter, cancellationToken);
        await TellRoutingAsync((part, peer, cancel) => part.FilterChangedAsync(peer, cancel));
        return true;
    }

    /// <summary>The peer has come online. Rust nodes keep filters in memory alone: whatever it had may be lost.</summary>
    private void PlanFilter()
    {
        _filterVersion = 0;
        _filterDueAt = NextFilterAt(TimeSpan.Zero);
    }

    /// <summary>Our tracks have changed, and so will our filter.</summary>
    private void WantFilterSent() => _filterDueAt = Earlier(_filterDueAt, NextFilterAt(PeerPacing.FilterSettling));

    /// <summary>The soonest time after a wait at which the peer may be sent a filter again.</summary>
    private TimeSpan NextFilterAt(TimeSpan wait) => Later(Now + wait, _filterSentAt is { } sentAt ? sentAt + PeerPacing.FilterPause : TimeSpan.Zero);

    private async Task SendFilterAsync(CancellationToken cancellationToken)
    {
        var known = _filterSentAt is { } sentAt && Now - sentAt < PeerPacing.FilterAge ? _filterVersion : 0;
        var sent = await _link.SendFilterAsync(_id, known, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        switch (sent.Reply)
        {
            case PeerReply.Done when sent.Version == 0:
                _filterDueAt = Now + PeerPacing.FilterMakingPause;
                break;
            case PeerReply.Done:
                NoteFilterSent(sent.Version, isNew: sent.Version != known);
                break;
            case PeerReply.NotAsked or PeerReply.BlockedHere:
                _filterDueAt = Now + PeerPacing.Vary(PeerPacing.RetryPause, _random);
                break;
            case PeerReply.BlockedThere:
                NoteAway(sent.Reply, sent.Text);
                break;
            default:
                // The Pings say whether it is there.
                _logger.FilterNotSent(_id.ShortText, sent.Reply, sent.Text);
                _filterPausedUntil = Now + PeerPacing.DeafPause(++_filterFailures);
                break;
        }
    }

    private void NoteFilterSent(long version, bool isNew)
    {
        if (isNew)
        {
            _filterVersion = version;
            _filterSentAt = Now;
            _filterFailures = 0;
            NoteContact();
        }

        _filterDueAt = Now + PeerPacing.Vary(PeerPacing.FilterCheckPause, _random);
    }
}
