using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The fetch of one track, for all who listen to it: from one copy after another, in the order that the track's grain gives, until one has come whole and right. Listeners hear a copy as it comes
/// if its peer is proven or there is no other; what others send is held back until it is verified.
/// </summary>
internal sealed class TrackFetch(BlobHash hash, TrackHold hold, BlobStore blobs, CopyFetcher fetcher, PlaybackMetrics metrics, TimeProvider time) : IDisposable
{
    /// <summary>How long it is waited for another process that fetches the track: a little longer than one that was killed holds the fetch.</summary>
    private static readonly TimeSpan ElsewhereLimit = TrackLimits.FetchHold + TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked whether another process is done.</summary>
    private static readonly TimeSpan ElsewhereInterval = TimeSpan.FromSeconds(1);

    private readonly List<CopyAttempt> _attempts = [];
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TaskCompletionSource<FetchOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource<PendingBlob?> _opened = NewOpened();
    private PendingBlob? _blob;
    private FetchOutcome _outcome = FetchOutcome.Abandoned;
    private Task _givingUp = Task.CompletedTask;

    /// <summary>The track.</summary>
    public BlobHash Hash => hash;

    /// <summary>How many listen to it or wait for it. Guarded by the lock of <see cref="TrackFetches"/>.</summary>
    public int Listeners { get; set; }

    /// <summary>Whether it was given up: it ends in a moment.</summary>
    public bool IsGivenUp => _givenUp.IsCancellationRequested;

    /// <summary>How it ended. Never fails.</summary>
    public Task<FetchOutcome> Ended => _ended.Task;

    /// <summary>Has it end soon, without a word against the track. Nothing of the fetch runs on the caller's thread, which holds a lock.</summary>
    public void GiveUp() => _givingUp = _givenUp.CancelAsync();

    /// <summary>The bytes, once there are some to be heard.</summary>
    /// <param name="left">Called once, when the stream is disposed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Stream> OpenAsync(Action left, CancellationToken cancellationToken)
    {
        while (true)
        {
            var opened = _opened;
            var blob = await opened.Task.WaitAsync(cancellationToken);
            try
            {
                return blob is null ? OpenHere(left) : blob.OpenRead(left);
            }
            catch (IOException exception) when (opened == _opened)
            {
                throw new TrackContentException(TrackContentFailure.Refused, exception.Message, exception);
            }
            catch (IOException)
            {
                // Copies of another size are asked meanwhile.
            }
        }
    }

    /// <summary>Fetches the track, when it is its turn. What comes of it is told to listeners and to the grain.</summary>
    /// <returns>Why it failed; null if it did not.</returns>
    public async Task<Exception?> RunAsync(Turns turns, CancellationToken stopping)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping, _givenUp.Token);
        try
        {
            using var turn = await turns.TakeAsync(cancellation.Token) ?? throw new TrackContentException(TrackContentFailure.Busy, "Too many tracks are being fetched already.");
            _outcome = await FetchAsync(cancellation.Token);
            return null;
        }
        catch (Exception exception)
        {
            _blob?.Fail(exception);
            _opened.TrySetException(exception);
            // Whoever waited has it; where all have left, nobody is to be told.
            _ = _opened.Task.Exception;
            return exception;
        }
        finally
        {
            _blob?.Dispose();
            await _givingUp;
        }
    }

    /// <summary>Tells those who wait for the end, after the next who wants the track would begin anew.</summary>
    public void Dispose()
    {
        _givenUp.Dispose();
        _ended.TrySetResult(_outcome);
    }

    private static TaskCompletionSource<PendingBlob?> NewOpened() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Stream OpenHere(Action left)
    {
        var stream = blobs.OpenRead(hash) ?? throw new TrackContentException(TrackContentFailure.Busy, $"Track {hash.ShortText} came, and is gone again.");
        left();
        return stream;
    }

    private async Task<FetchOutcome> FetchAsync(CancellationToken cancellationToken)
    {
        if (await BeginAsync(cancellationToken) is not { } start)
        {
            _opened.SetResult(null);
            return FetchOutcome.Delivered;
        }

        using var over = new CancellationTokenSource();
        var keeping = hold.KeepAsync(over.Token);
        try
        {
            if (await AskAllAsync(new CopyQueue(start.Copies), cancellationToken))
            {
                return _outcome = FetchOutcome.Delivered;
            }

            // Where no peer was asked, that says nothing of the track.
            _outcome = _attempts.Exists(attempt => attempt.Failure is not null) ? FetchOutcome.NoneDelivered : FetchOutcome.Abandoned;
            throw Failure();
        }
        finally
        {
            await over.CancelAsync();
            await keeping;
            metrics.FetchEnded(_outcome, _attempts);
            await hold.EndAsync(_attempts, _outcome);
        }
    }

    /// <summary>Gets the right to fetch the track; null where another process has fetched it meanwhile.</summary>
    private async Task<FetchStart?> BeginAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var start = await hold.BeginAsync(cancellationToken);
            switch (start.Verdict)
            {
                case FetchVerdict.Granted:
                    return start;
                case FetchVerdict.RunsElsewhere when time.GetElapsedTime(started) < ElsewhereLimit:
                    await Task.Delay(ElsewhereInterval, time, cancellationToken);
                    if (blobs.Contains(hash))
                    {
                        return null;
                    }

                    break;
                default:
                    throw Refusal(start.Verdict);
            }
        }
    }

    private async Task<bool> AskAllAsync(CopyQueue copies, CancellationToken cancellationToken)
    {
        while (copies.TryTake(out var copy))
        {
            var isHeard = copy.IsProven || !copies.HasOther;
            var attempt = await fetcher.FetchAsync(hash, copy, () => BeginSource(copy.FileSize, isHeard), cancellationToken);
            _attempts.Add(attempt);
            if (attempt.Outcome == CopyOutcome.Delivered)
            {
                _opened.TrySetResult(_blob);
                return true;
            }

            if (attempt.IsWorthRepeating)
            {
                copies.Repeat(copy);
            }
        }

        return false;
    }

    private BlobSource BeginSource(long length, bool isHeard)
    {
        if (_blob?.Length != length)
        {
            var wrong = _blob;
            blobs.EnsureRoomFor(length);
            _blob = blobs.Begin(hash, length);
            if (_opened.Task.IsCompleted)
            {
                _opened = NewOpened();
            }

            wrong?.Fail(new IOException($"No node that says track {hash.ShortText} has {wrong.Length} bytes delivered it."));
            wrong?.Dispose();
        }

        var source = _blob.BeginSource(isHeard);
        if (isHeard)
        {
            _opened.TrySetResult(_blob);
        }

        return source;
    }

    private TrackContentException Refusal(FetchVerdict verdict) => verdict switch
    {
        FetchVerdict.NoCopy => new(TrackContentFailure.NoCopy, $"No node says to have track {hash.ShortText}."),
        FetchVerdict.Blocked => new(TrackContentFailure.Blocked, $"Only blocked nodes say to have track {hash.ShortText}."),
        FetchVerdict.TakenOut => new(TrackContentFailure.TakenOut, $"The admin took track {hash.ShortText} out."),
        FetchVerdict.Dereferenced => new(TrackContentFailure.Dereferenced, $"Track {hash.ShortText} failed again and again, and none of the nodes that say to have it is online."),
        _ => new(TrackContentFailure.Busy, $"Another process has been fetching track {hash.ShortText} for longer than {ElsewhereLimit.TotalSeconds:0} seconds."),
    };

    private TrackContentException Failure() =>
        _attempts.Exists(attempt => attempt.Outcome == CopyOutcome.NotAsked || attempt.Failure is CopyFailure.Unreachable)
            ? new(TrackContentFailure.PeersUnreachable, $"No node that has track {hash.ShortText} can be reached now.")
            : new(TrackContentFailure.Refused, $"No node that says to have track {hash.ShortText} sends it.");
}
