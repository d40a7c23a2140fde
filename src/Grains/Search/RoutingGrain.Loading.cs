using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <content>Filters come from the store: what was told of at once, all that differs every minute. Questions are answered meanwhile.</content>
public sealed partial class RoutingGrain
{
    /// <summary>Peers whose filters are to be loaded, in this order, and each once.</summary>
    private readonly Queue<NodeId> _toLoad = new();
    private readonly HashSet<NodeId> _isToLoad = [];

    /// <summary>Filters for which there was no memory, with their lengths: they are not read again while there is none. Those without a length are of no use, and never read again.</summary>
    private readonly Dictionary<NodeId, (DateTimeOffset ReceivedAt, int? Length)> _unfit = [];

    /// <summary>Peers that this was told of since the store was asked last: what was told is newer than what the store answers.</summary>
    private readonly HashSet<NodeId> _toldMeanwhile = [];

    private NodeId _first;
    private NodeId _last;
    private IGrainTimer _timer = null!;
    private TimeSpan _synchronizedAt;
    private bool _isInterrupted;

    private void LoadSoon(NodeId peer)
    {
        if (_isToLoad.Add(peer))
        {
            _toLoad.Enqueue(peer);
            _timer.Change(TimeSpan.Zero, SearchLimits.SynchronizePause);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Now - _synchronizedAt >= SearchLimits.SynchronizePause)
            {
                await SynchronizeAsync(cancellationToken);
            }

            while (_toLoad.TryDequeue(out var peer))
            {
                _isToLoad.Remove(peer);
                await LoadAsync(peer, cancellationToken);
            }

            _isInterrupted = false;
        }
        catch (StorageException exception)
        {
            // What was not loaded is noticed when both are compared the next time.
            NoteInterruption(exception);
        }
    }

    /// <summary>Takes over who is online, and finds out which filters are other ones than those here.</summary>
    private async Task SynchronizeAsync(CancellationToken cancellationToken)
    {
        _toldMeanwhile.Clear();
        var online = (await peers.ListOnlineAsync(_first, _last, cancellationToken)).ToHashSet();
        var stamps = (await peers.ListFiltersAsync(_first, _last, cancellationToken)).ToDictionary(stamp => stamp.Peer, stamp => stamp.ReceivedAt);
        online.ExceptWith(_toldMeanwhile);
        foreach (var peer in _table.Peers.ToArray())
        {
            if (!stamps.ContainsKey(peer))
            {
                _table.DropFilter(peer);
            }

            if (!online.Contains(peer) && !_toldMeanwhile.Contains(peer))
            {
                _table.SetOnline(peer, false);
            }
        }

        foreach (var peer in online)
        {
            _table.SetOnline(peer, true);
        }

        _synchronizedAt = Now;
        Enqueue(stamps);
    }

    /// <summary>Enqueues what differs: filters of those that are online first.</summary>
    private void Enqueue(Dictionary<NodeId, DateTimeOffset> stamps)
    {
        foreach (var gone in _unfit.Keys.Where(peer => !stamps.ContainsKey(peer)).ToList())
        {
            _unfit.Remove(gone);
        }

        foreach (var (peer, receivedAt) in stamps.OrderByDescending(stamp => _table.IsOnline(stamp.Key)))
        {
            if (_table.FilterTimeOf(peer) != receivedAt && MayFit(peer, receivedAt) && _isToLoad.Add(peer))
            {
                _toLoad.Enqueue(peer);
            }
        }
    }

    private bool MayFit(NodeId peer, DateTimeOffset receivedAt) =>
        !_unfit.TryGetValue(peer, out var known)
        || known.ReceivedAt != receivedAt
        || (known.Length is { } length && (memory.HasRoom(length) || (_table.IsOnline(peer) && _table.HasFilterOfAbsent)));

    private async Task LoadAsync(NodeId peer, CancellationToken cancellationToken)
    {
        await memory.Loads.WaitAsync(cancellationToken);
        try
        {
            var filter = await peers.FindFilterAsync(peer, cancellationToken);
            _unfit.Remove(peer);
            if (filter is null)
            {
                _table.DropFilter(peer);
            }
            else if (!_table.TrySetFilter(peer, filter))
            {
                _unfit[peer] = (filter.ReceivedAt, FilterTable.IsUsable(filter) ? filter.Bitmap.Length : null);
            }
        }
        finally
        {
            memory.Loads.Release();
        }
    }

    private void NoteInterruption(Exception exception)
    {
        if (!_isInterrupted)
        {
            _isInterrupted = true;
            logger.FiltersUnreadable(exception, this.GetPrimaryKeyString());
        }
    }
}
