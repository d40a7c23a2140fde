using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The filter of our own tracks: what peers may ask us for. Made from the catalogue in pages, so that no more than one is in memory, and kept current: new tracks
/// are put in; as none can be taken out, it is made anew where some have gone, or where it is full, while the one before serves.
/// </summary>
internal sealed class OwnFilter(ICatalogue catalogue, TimeProvider time, ILogger<OwnFilter> logger) : PeerService
{
    /// <summary>How often changes are looked for that nobody told of.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    /// <summary>Shortest time between the ends of two filters that are made because tracks have gone: they often go one after another.</summary>
    public static readonly TimeSpan RemovalPause = TimeSpan.FromMinutes(1);

    /// <summary>How much longer that time is than the making takes, so that a large catalogue is not read all the time.</summary>
    private const int PauseForWork = 10;

    /// <summary>How old a message is that is sent once more although the filter has changed: one is made for all who are sent it within this time.</summary>
    private static readonly TimeSpan MessageAge = TimeSpan.FromSeconds(1);

    private readonly Signal _changed = new(time);

    /// <summary>Held while the filter that serves is written or copied.</summary>
    private readonly Lock _gate = new();

    /// <summary>Held while a message is made, so that it is made once.</summary>
    private readonly Lock _encoding = new();

    private FilterDraft? _serving;
    private long _version;
    private EncodedFilter? _encoded;
    private long _encodedAt;

    /// <summary>What is being made; used by the work alone, as what follows.</summary>
    private FilterDraft? _next;
    private long _begunAt;
    private long _madeAt;
    private TimeSpan _removalPause = RemovalPause;
    private bool _isFailing;

    /// <summary>Which filter there is now, in this run; 0 while there is none.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Our tracks have changed. Never waits, so that no import is held up.</summary>
    public void NoteChange() => _changed.Give();

    /// <summary>The filter as it is now, or was a second ago, as the message to send; null while there is none.</summary>
    public EncodedFilter? Encode()
    {
        lock (_encoding)
        {
            if (_encoded is not null && (_encoded.Version == Version || time.GetElapsedTime(_encodedAt) < MessageAge))
            {
                return _encoded;
            }

            BloomFilterData data;
            long version;
            lock (_gate)
            {
                if (_serving is null)
                {
                    return null;
                }

                data = _serving.ToData();
                version = _version;
            }

            _encoded = new EncodedFilter(version, Frame.Encode(new BloomExchange(data)));
            _encodedAt = time.GetTimestamp();
            return _encoded;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (!await TryWorkAsync(stoppingToken))
            {
                await _changed.WaitAsync(PollInterval, stoppingToken);
            }
        }
    }

    /// <summary>Does a page of work. Answers whether there is more to do at once. A store that fails leaves all as it is.</summary>
    private async Task<bool> TryWorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hasMore = await WorkAsync(cancellationToken);
            _isFailing = false;
            return hasMore;
        }
        catch (StorageException exception)
        {
            if (!_isFailing)
            {
                logger.FilterNotMade(exception);
            }

            _isFailing = true;
            return false;
        }
    }

    private async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        var mark = await catalogue.FindMarkAsync(cancellationToken);
        if (_serving is { } serving && serving.Position < mark.LastChange)
        {
            // New tracks come first: they are in the filter that serves while another is made.
            await AddPageAsync(serving, mark, cancellationToken);
            return true;
        }

        if (_next is null && PlanFor(mark) is { } plan)
        {
            _begunAt = time.GetTimestamp();
            _next = new FilterDraft(plan, mark.Removals);
        }

        if (_next is { } next && await AddPageAsync(next, mark, cancellationToken))
        {
            End(next);
        }

        return _next is not null;
    }

    /// <summary>Puts the next page of changes into a filter. Answers whether it was the last.</summary>
    private async Task<bool> AddPageAsync(FilterDraft draft, CatalogueMark mark, CancellationToken cancellationToken)
    {
        var page = await catalogue.ListChangesAsync(draft.Position, WireLimits.MaxPageEntries, cancellationToken);
        var isLast = page.Tracks.Count < WireLimits.MaxPageEntries;
        lock (_gate)
        {
            if (draft.Add(page, isLast ? mark.LastChange : 0) && draft == _serving)
            {
                Volatile.Write(ref _version, _version + 1);
            }
        }

        return isLast;
    }

    /// <summary>What another filter is to be made for; null where the one that serves is good.</summary>
    private FilterPlan? PlanFor(CatalogueMark mark) =>
        _serving is null ? FilterPlan.Smallest
        : !_serving.Plan.HasRoomFor(_serving.Counts) ? FilterPlan.For(_serving.Counts)
        : _serving.Removals != mark.Removals && time.GetElapsedTime(_madeAt) >= _removalPause ? _serving.Plan
        : null;

    /// <summary>All tracks are in it: it serves from now on, unless it turned out too small or too large for them.</summary>
    private void End(FilterDraft made)
    {
        if (!made.Plan.Suits(made.Counts))
        {
            _next = new FilterDraft(FilterPlan.For(made.Counts), made.Removals);
            return;
        }

        lock (_gate)
        {
            _serving = made;
            Volatile.Write(ref _version, _version + 1);
        }

        _next = null;
        _madeAt = time.GetTimestamp();
        var took = time.GetElapsedTime(_begunAt, _madeAt);
        _removalPause = took * PauseForWork > RemovalPause ? took * PauseForWork : RemovalPause;
        logger.FilterMade(Version, made.Plan.Capacity, made.Plan.LastKind, took.TotalSeconds);
    }
}
