using SoundTime.Grains.Tracks;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>The right of this process to fetch a track, as the track's grain grants it, and what the grain is told of the fetch.</summary>
internal sealed class TrackHold(ITrackGrain grain, string fetcher, BlobHash hash, TimeProvider time, ILogger logger)
{
    /// <summary>How long the grain may take to answer.</summary>
    private static readonly TimeSpan GrainLimit = TimeSpan.FromSeconds(10);

    /// <summary>Asks for the right, and for whom to fetch from.</summary>
    /// <exception cref="IOException">The grain's store fails.</exception>
    /// <exception cref="TimeoutException">The grain does not answer.</exception>
    public Task<FetchStart> BeginAsync(CancellationToken cancellationToken) =>
        grain.BeginFetchAsync(fetcher, cancellationToken).WaitAsync(GrainLimit, time, cancellationToken);

    /// <summary>Keeps the right until it is cancelled. Should it be lost meanwhile, another process may fetch too, and nothing worse.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TrackLimits.FetchRenewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await NoteAsync(token => grain.RenewFetchAsync(fetcher, token));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The fetch is over.
        }
    }

    /// <summary>Tells which copies did not come, and how it all ended. A failure is logged.</summary>
    public async Task EndAsync(IReadOnlyCollection<CopyAttempt> attempts, FetchOutcome outcome)
    {
        var delivered = attempts.FirstOrDefault(attempt => attempt.Outcome == CopyOutcome.Delivered);
        foreach (var ofPeer in attempts.Where(attempt => attempt.Outcome == CopyOutcome.Failed).GroupBy(attempt => attempt.Peer))
        {
            if (ofPeer.Key != delivered?.Peer && ofPeer.Max(attempt => attempt.Charge) is { } failure)
            {
                await NoteAsync(token => grain.CopyFailedAsync(ofPeer.Key.ToString(), failure, token));
            }
        }

        var end = new FetchEnd(
            outcome,
            delivered?.Peer.ToString(),
            delivered?.Source?.Received ?? 0,
            delivered?.Took.TotalSeconds ?? 0,
            outcome == FetchOutcome.NoneDelivered ? attempts.Max(attempt => attempt.Charge) : null);
        await NoteAsync(token => grain.EndFetchAsync(fetcher, end, token));
    }

    private async Task NoteAsync(Func<CancellationToken, Task> call)
    {
        using var limit = new TimeLimit(PeerNotices.Limit, time, CancellationToken.None);
        try
        {
            // The call may go on after the limit: only the waiting ends.
            await call(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception exception)
        {
            logger.FetchNotNoted(hash.ShortText, exception);
        }
    }
}
