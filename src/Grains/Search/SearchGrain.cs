using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>
/// One question. The first read starts its search (SearchGrain.Asking), which is a timer's work; reads wait for what it finds. When nobody has read for a while the search ends, and the
/// grain with it; otherwise the grain ends half a minute after its start.
/// </summary>
[Reentrant]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Timers end with the grain.")]
public sealed partial class SearchGrain(
    ISearchIndex index,
    ICatalogue catalogue,
    IBlockList blocks,
    ISearchLink link,
    SearchOptions options,
    SearchLoad load,
    TimeProvider time,
    ILogger<SearchGrain> logger) : Grain, ISearchGrain
{
    private const string Busy = "This node works on as many questions as it can; ask again in a few seconds.";
    private const string Withheld = "Whether peers are blocked cannot be read, so that their answers are left out; the log says why.";

    /// <summary>For people: what could not be asked, each once.</summary>
    private readonly List<string> _failures = [];

    private string _question = null!;
    private FoundTracks _found = null!;

    /// <summary>Runs the search; null before the first read.</summary>
    private IGrainTimer? _search;

    /// <summary>Looks whether anybody reads still.</summary>
    private IGrainTimer _absence = null!;

    /// <summary>Completed when there is something new, and replaced then.</summary>
    private TaskCompletionSource _news = new();

    /// <summary>Whether this counts as a question that is worked on.</summary>
    private bool _isRunning;

    private int _readers;
    private int _counted;
    private int _asked;
    private int _answered;
    private int _failed;
    private bool _isComplete;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _question = this.GetPrimaryKeyString();
        if (SearchKey.Of(_question) != _question)
        {
            throw new ArgumentException($"The key of a question's grain is what {nameof(SearchKey)} makes of its text.");
        }

        _found = new FoundTracks(SearchQuestion.Parse(_question), time.GetUtcNow().UtcTicks);
        _absence = this.RegisterGrainTimer(
            LeaveAsync, new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        load.Count(-_counted);
        EndRunning();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<SearchProgress> ReadAsync(long version, CancellationToken cancellationToken)
    {
        Begin();
        var since = _found.SinceOf(version);
        _readers++;
        try
        {
            while (_found.Version == since && !_isComplete)
            {
                await _news.Task.WaitAsync(cancellationToken);
            }

            return await DescribeAsync(since, cancellationToken);
        }
        finally
        {
            if (--_readers == 0)
            {
                _absence.Change(SearchLimits.ReadPause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Starts the search, unless it was started.</summary>
    private void Begin()
    {
        if (_search is not null || _isComplete)
        {
            return;
        }

        if (!load.TryBegin())
        {
            _failures.Add(Busy);
            _isComplete = true;
            DeactivateOnIdle();
            return;
        }

        _isRunning = true;
        _search = this.RegisterGrainTimer(
            SearchAsync,
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        this.RegisterGrainTimer(
            EndAsync, new GrainTimerCreationOptions { DueTime = SearchLimits.KeepTime, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    /// <summary>The search is over, or never began, because the grain ends.</summary>
    private void EndRunning()
    {
        if (_isRunning)
        {
            _isRunning = false;
            load.End();
        }
    }

    /// <summary>Nobody has read for a while.</summary>
    private Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (_readers == 0 && (!_isComplete || load.IsCrowded))
        {
            _search?.Dispose();
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private Task EndAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>Wakes all who wait for something new.</summary>
    private void Publish()
    {
        var news = _news;
        _news = new TaskCompletionSource();
        news.SetResult();
    }

    private void NoteFailure(string failure)
    {
        if (!_failures.Contains(failure))
        {
            _failures.Add(failure);
            _found.Touch();
        }
    }

    /// <summary>What a reader gets that knows all up to a version. What those hold alone that were blocked meanwhile does not appear.</summary>
    private async Task<SearchProgress> DescribeAsync(long since, CancellationToken cancellationToken)
    {
        var (version, tracks, isComplete) = (_found.Version, _found.After(since), _isComplete);
        var (asked, answered, failed) = (_asked, _answered, _failed);
        var blocked = await FindBlockedAsync([.. tracks.SelectMany(track => track.Track.Holders).Distinct()], cancellationToken);
        SearchHit[] hits =
        [
            .. from track in tracks
               let holders = track.Track.Holders.Where(holder => blocked?.Contains(holder) == false).ToList()
               where track.Track.IsLocal || holders.Count > 0
               select HitOf(track.Hash, track.Track, holders),
        ];
        return new SearchProgress(version, hits, asked, answered, failed, _failures.Count == 0 ? null : string.Join(' ', _failures), isComplete);
    }

    /// <summary>Those who are blocked; null where that cannot be read.</summary>
    private async Task<IReadOnlySet<NodeId>?> FindBlockedAsync(IReadOnlyCollection<NodeId> peers, CancellationToken cancellationToken)
    {
        try
        {
            return peers.Count == 0 ? new HashSet<NodeId>() : await blocks.FindBlockedAsync(peers, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Stores of different kinds fail in different ways; unknown means blocked.
            logger.AnswersWithheld(exception);
            NoteFailure(Withheld);
            return null;
        }
    }

    private SearchHit HitOf(BlobHash hash, FoundTrack track, List<NodeId> holders)
    {
        var said = track.Description;
        return new SearchHit(
            hash.ToString(),
            said.Title,
            said.ArtistName,
            said.AlbumTitle,
            said.DurationSecs,
            said.Format,
            said.Genre,
            said.Year,
            said.Bitrate,
            said.MusicbrainzId,
            track.Relevance,
            track.TrackId,
            track.IsLocal,
            [.. (track.IsLocal ? holders.Prepend(link.Self) : holders).Select(holder => holder.ToString())]);
    }
}
