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
        var findings = await LookAsync(page.Tracks);

        // Those that stay in trouble have an order of their own, which this must not disturb.
        var restored = await WriteAsync(findings.Where(finding => !HealthRules.IsTroubled(finding.Next)), cancellationToken);
        return new SweptPage(
            page.Position,
            findings.Length,
            findings.Count(finding => finding.IsHere == true),
            findings.Count(finding => finding.IsHere == false && !finding.Track.HasOnlineHolder),
            restored);
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
            var findings = (await LookAsync(tracks)).ToLookup(finding =>
                finding.IsHere == false && finding.Track.HasOnlineHolder && HealthRules.NeedsFetch(finding.Track.Health) && mayFetch(finding.Track));
            wanted.AddRange(findings[true].Select(finding => finding.Track));
            restored += await WriteAsync(findings[false], cancellationToken);
        }

        return (restored, wanted);
    }

    private async Task<Finding[]> LookAsync(IReadOnlyList<SweptTrack> tracks)
    {
        var now = time.GetUtcNow();
        var findings = new Finding[tracks.Count];
        for (var index = 0; index < tracks.Count; index++)
        {
            if (index % LooksAtOnce == LooksAtOnce - 1)
            {
                await Task.Yield();
            }

            var track = tracks[index];
            var isHere = link.IsHere(track.Hash);
            // Where it is not known whether the bytes are here, nothing follows from who else has them.
            findings[index] = new Finding(track, isHere, HealthRules.Looked(track.Health, isHere == true, isHere is not null && track.HasOnlineHolder, now));
        }

        return findings;
    }

    /// <summary>Writes what follows, as one change. What somebody else wrote meanwhile stands. Answers how many are well again.</summary>
    private async Task<int> WriteAsync(IEnumerable<Finding> findings, CancellationToken cancellationToken)
    {
        Finding[] changed = [.. findings.Where(finding => !ReferenceEquals(finding.Next, finding.Track.Health))];
        if (changed.Length == 0)
        {
            return 0;
        }

        var written = await healths.SaveAsync([.. changed.Select(finding => new HealthChange(finding.Track.Hash, finding.Next))], cancellationToken);
        return Math.Min(written, changed.Count(finding => HealthRules.IsTroubled(finding.Track.Health) && !HealthRules.IsTroubled(finding.Next)));
    }

    /// <summary>What a look at a track showed.</summary>
    private readonly record struct Finding(SweptTrack Track, bool? IsHere, TrackHealth Next);
}
