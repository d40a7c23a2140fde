using SoundTime.Storage;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// Looks at tracks that peers hold, a page at a time: whether their bytes are here, and whether those in trouble can be had again. What follows for a page is written at once; tracks that are well
/// and of which nothing is stored cost no write.
/// </summary>
/// <param name="healths">What is known of tracks.</param>
/// <param name="link">What knows whether bytes are here.</param>
/// <param name="time">The clock.</param>
public sealed class TrackSweeper(ITrackHealthStore healths, ITrackLink link, TimeProvider time)
{
    /// <summary>Most tracks that are looked at, and written, at once.</summary>
    public const int PageSize = 500;

    /// <summary>Tracks whose bytes are looked for before others get their turn: each is a look at the disk.</summary>
    private const int LooksAtOnce = 50;

    /// <summary>Looks at the next page of all tracks that peers hold. Fetches nothing.</summary>
    /// <param name="after">Where the page before ended; null: from the start.</param>
    /// <param name="limit">Most tracks of the whole catalogue that are gone through, from 1 to <see cref="PageSize"/>.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="StorageException">The store fails: nothing of this page counts as looked at.</exception>
    public async Task<SweptPage> SweepNextAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var page = await healths.ListNextAsync(after, limit, cancellationToken);
        var isHere = await LookForAsync(page.Tracks);
        var restored = await WriteAsync(page.Tracks, isHere, cancellationToken);
        var withoutSource = page.Tracks.Where((track, index) => !isHere[index] && !track.HasOnlineHolder).Count();
        return new SweptPage(page.Position, page.Tracks.Count, isHere.Count(here => here), withoutSource, restored);
    }

    /// <summary>Looks at the tracks in trouble, the longest unchecked first.</summary>
    /// <param name="limit">Most tracks that are looked at.</param>
    /// <param name="mayFetch">Which of those that only their bytes can restore are to be fetched: they are answered, in order, and count as unchecked until they were.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="StorageException">The store fails; pages before were written.</exception>
    public async Task<(int Restored, IReadOnlyList<SweptTrack> Wanted)> SweepTroubledAsync(
        int limit, Func<SweptTrack, bool> mayFetch, CancellationToken cancellationToken)
    {
        var restored = 0;
        var wanted = new List<SweptTrack>();
        var troubled = await healths.ListTroubledAsync(limit, cancellationToken);
        foreach (var tracks in troubled.Chunk(PageSize))
        {
            var isHere = await LookForAsync(tracks);
            var isWanted = tracks.Select((track, index) => !isHere[index] && track.HasOnlineHolder && HealthRules.NeedsFetch(track.Health) && mayFetch(track)).ToArray();
            wanted.AddRange(tracks.Where((_, index) => isWanted[index]));
            restored += await WriteAsync(
                [.. tracks.Where((_, index) => !isWanted[index])], [.. isHere.Where((_, index) => !isWanted[index])], cancellationToken);
        }

        return (restored, wanted);
    }

    private async Task<bool[]> LookForAsync(IReadOnlyList<SweptTrack> tracks)
    {
        var isHere = new bool[tracks.Count];
        for (var index = 0; index < tracks.Count; index++)
        {
            if (index % LooksAtOnce == LooksAtOnce - 1)
            {
                await Task.Yield();
            }

            isHere[index] = link.IsHere(tracks[index].Hash);
        }

        return isHere;
    }

    /// <summary>Writes what follows, as one change. What somebody else wrote meanwhile stands. Answers how many are well again.</summary>
    private async Task<int> WriteAsync(IReadOnlyList<SweptTrack> tracks, bool[] isHere, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var changes = new List<HealthChange>();
        var restored = 0;
        for (var index = 0; index < tracks.Count; index++)
        {
            var seen = tracks[index].Health;
            var next = HealthRules.Looked(seen, isHere[index], tracks[index].HasOnlineHolder, now);
            if (!ReferenceEquals(next, seen))
            {
                changes.Add(new HealthChange(tracks[index].Hash, next));
                restored += HealthRules.IsTroubled(seen) && !HealthRules.IsTroubled(next) ? 1 : 0;
            }
        }

        return changes.Count == 0 ? 0 : Math.Min(restored, await healths.SaveAsync(changes, cancellationToken));
    }
}
