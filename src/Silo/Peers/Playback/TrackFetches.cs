using SoundTime.Api;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The tracks that are being fetched from peers: one fetch for each hash, whoever asks for it. It goes on when who asked first has left (weakness W16).
/// </summary>
internal sealed class TrackFetches(BlobStore blobs, CopyFetcher fetcher, TimeProvider time, ILogger<TrackFetches> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>Most fetches at once: each holds a file, a buffer and a stream.</summary>
    public const int MaxFetches = 64;

    /// <summary>How long a fetch may wait for its turn.</summary>
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<BlobHash, TaskCompletionSource<PendingBlob>> _running = [];
    private readonly Turns _turns = new(MaxFetches, TurnLimit, time);
    private readonly TaskTracker _tracker = new("fetching of a track", logger);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Opens the bytes of a track that a peer has, once their number is known.</summary>
    /// <exception cref="TrackContentException">No peer sends it.</exception>
    /// <exception cref="BlobException">It cannot be kept: the disk is full, or cannot be written.</exception>
    public async Task<Stream> OpenAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        Task<PendingBlob> opened;
        lock (_gate)
        {
            if (!_running.TryGetValue(hash, out var fetch))
            {
                // It may have ended since the caller looked.
                if (blobs.OpenRead(hash) is { } blob)
                {
                    return blob;
                }

                _running.Add(hash, fetch = new TaskCompletionSource<PendingBlob>(TaskCreationOptions.RunContinuationsAsynchronously));
                _tracker.Run(() => RunAsync(hash, fetch));
            }

            opened = fetch.Task;
        }

        var pending = await opened.WaitAsync(cancellationToken);
        try
        {
            return pending.OpenRead();
        }
        catch (IOException exception)
        {
            throw new TrackContentException(TrackContentFailure.Refused, exception.Message, exception);
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

    private async Task RunAsync(BlobHash hash, TaskCompletionSource<PendingBlob> opened)
    {
        try
        {
            using var turn = await _turns.TakeAsync(_stopping.Token)
                ?? throw new TrackContentException(TrackContentFailure.Busy, $"{MaxFetches} tracks are being fetched already.");
            await fetcher.FetchAsync(hash, opened, _stopping.Token);
        }
        catch (Exception exception)
        {
            if (!opened.TrySetException(exception))
            {
                logger.FetchFailed(hash.ShortText, exception);
            }

            // Whoever waited has it; where all have left, nobody is to be told.
            _ = opened.Task.Exception;
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(hash);
            }
        }
    }
}
