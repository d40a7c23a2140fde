using SoundTime.Storage;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tracks;

/// <summary>Fetches tracks that came wrong, within a budget, to see whether they are right again.</summary>
internal sealed class TrackRepair(ITrackHealthStore healths, ITrackLink link, TimeProvider time)
{
    /// <summary>
    /// Fetches tracks in order, each that fits into what is left of the budget; those that do not keep their place, and have a whole budget the next time. The grain of a track says what comes of a
    /// fetch; here only the time is kept. Answers how many came.
    /// </summary>
    /// <param name="tracks">The tracks, the longest unchecked first.</param>
    /// <param name="budget">Most bytes that are fetched.</param>
    /// <param name="limit">How long this may take; what is under way then is given up, and counts as checked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The store fails.</exception>
    public async Task<int> FetchAsync(IReadOnlyList<SweptTrack> tracks, long budget, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, cancellationToken);
        var restored = 0;
        foreach (var track in tracks)
        {
            if (track.FileSize > budget)
            {
                continue;
            }

            budget -= track.FileSize;
            var outcome = await FetchAsync(track, stop.Token);
            cancellationToken.ThrowIfCancellationRequested();
            restored += outcome == FetchOutcome.Delivered ? 1 : 0;
            await NoteAsync(track, cancellationToken);
            if (outcome == FetchOutcome.Abandoned)
            {
                // The time is over, or this node cannot keep what comes: the next one would not do better.
                break;
            }
        }

        return restored;
    }

    private async Task<FetchOutcome> FetchAsync(SweptTrack track, CancellationToken cancellationToken)
    {
        try
        {
            return await link.FetchAsync(track.Hash, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return FetchOutcome.Abandoned;
        }
    }

    /// <summary>Keeps that the track was looked at, over what its grain wrote meanwhile, so that the others have their turn the next time.</summary>
    private async Task NoteAsync(SweptTrack track, CancellationToken cancellationToken)
    {
        var seen = await healths.FindAsync(track.Hash, cancellationToken);
        var next = HealthRules.Looked(seen, link.IsHere(track.Hash) == true, hasOnlineHolder: false, time.GetUtcNow());
        if (!ReferenceEquals(next, seen))
        {
            await healths.SaveAsync([new HealthChange(track.Hash, next)], cancellationToken);
        }
    }
}
