using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The tracks that are being fetched from peers: one fetch for each hash, whoever asks for it. It goes on when those who asked have left (weakness W16), as long as there are few of that kind.
/// </summary>
internal sealed class TrackFetches(IGrainFactory grains, BlobStore blobs, CopyFetcher fetcher, TimeProvider time, ILogger<TrackFetches> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>Most fetches at once: each holds a file, a buffer and a stream.</summary>
    public const int MaxFetches = 64;

    /// <summary>Most fetches that go on while nobody listens: they take places that listeners may want.</summary>
    public const int MaxUnheard = 16;

    /// <summary>How long a fetch may wait for its turn.</summary>
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<BlobHash, TrackFetch> _running = [];
    private readonly Turns _turns = new(MaxFetches, TurnLimit, time);
    private readonly TaskTracker _tracker = new("fetching of a track", logger);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The name of this run of the process, by which grains know who holds a fetch.</summary>
    private readonly string _fetcher = Guid.NewGuid().ToString("N");

    /// <summary>Opens the bytes of a track that a peer has, once their number is known and some of them may be heard.</summary>
    /// <exception cref="TrackContentException">No peer sends it.</exception>
    /// <exception cref="BlobException">It cannot be kept: the disk is full, or cannot be written.</exception>
    /// <exception cref="IOException">Who has it cannot be read.</exception>
    public async Task<Stream> OpenAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        // It may have ended since the caller looked.
        if (await JoinAsync(hash, cancellationToken) is not { } fetch)
        {
            return blobs.OpenRead(hash) ?? throw new TrackContentException(TrackContentFailure.Busy, $"Track {hash.ShortText} came, and is gone again.");
        }

        var isOpen = false;
        try
        {
            var stream = await fetch.OpenAsync(() => Leave(fetch), cancellationToken);
            isOpen = true;
            return stream;
        }
        finally
        {
            if (!isOpen)
            {
                Leave(fetch);
            }
        }
    }

    /// <summary>Fetches a track, and waits for the end of that.</summary>
    public async Task<FetchOutcome> FetchAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        if (await JoinAsync(hash, cancellationToken) is not { } fetch)
        {
            return FetchOutcome.Delivered;
        }

        try
        {
            return await fetch.Ended.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(fetch);
        }
    }

    /// <summary>Waits until nothing is on its way.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => _tracker.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives up what is on its way, before the grains end that are told of it; nothing half-written stays.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _tracker.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turns.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Becomes one more who waits for the fetch of a track, which begins if it does not run yet; null where the track is here.</summary>
    private async Task<TrackFetch?> JoinAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ending;
            lock (_gate)
            {
                if (!_running.TryGetValue(hash, out var fetch))
                {
                    if (blobs.Contains(hash))
                    {
                        return null;
                    }

                    fetch = Begin(hash);
                }

                if (!fetch.IsGivenUp)
                {
                    fetch.Listeners++;
                    return fetch;
                }

                ending = fetch.Ended;
            }

            await ending.WaitAsync(cancellationToken);
        }
    }

    private TrackFetch Begin(BlobHash hash)
    {
        var hold = new TrackHold(grains.GetGrain<ITrackGrain>(hash.ToString()), _fetcher, hash, time, logger);
        var fetch = new TrackFetch(hash, hold, blobs, fetcher, time);
        _running.Add(hash, fetch);
        _tracker.Run(() => RunAsync(fetch));
        return fetch;
    }

    private async Task RunAsync(TrackFetch fetch)
    {
        try
        {
            var failure = await fetch.RunAsync(_turns, _stopping.Token);
            if (failure is not (null or TrackContentException or OperationCanceledException or PeerRequestException { Reason: PeerRequestFailure.Stopping }))
            {
                logger.FetchFailed(fetch.Hash.ShortText, failure);
            }
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(fetch.Hash);
                fetch.Dispose();
            }
        }
    }

    /// <summary>One listener less. The one fetch too many that nobody listens to is given up.</summary>
    private void Leave(TrackFetch fetch)
    {
        lock (_gate)
        {
            if (--fetch.Listeners > 0 || !IsRunning(fetch) || _running.Values.Count(running => running.Listeners == 0) <= MaxUnheard)
            {
                return;
            }

            logger.UnheardGivenUp(fetch.Hash.ShortText, MaxUnheard);
            fetch.GiveUp();
        }
    }

    private bool IsRunning(TrackFetch fetch) => _running.GetValueOrDefault(fetch.Hash) == fetch;
}
