using SoundTime.Wire;

namespace SoundTime.Storage.Health;

/// <summary>
/// How the tracks that only peers hold have done. Only what departs from healthy is stored, so a catalogue of a million tracks that are well costs nothing. What is stored goes with its track.
/// </summary>
public interface ITrackHealthStore
{
    /// <summary>Most copies that are listed of a track.</summary>
    const int MaxCopiesListed = 16;

    /// <summary>The health of a track; <see cref="TrackHealth.Healthy"/> where nothing is stored.</summary>
    Task<TrackHealth> FindAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>What is known against the copies of a track.</summary>
    Task<IReadOnlyList<CopyStrikes>> ListStrikesAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>
    /// Writes healths in one transaction, each only if its stored version is the one that was seen; answers how many were. A track that is not in the catalogue is passed over, and so is a
    /// second change of one track. A health that equals <see cref="TrackHealth.Healthy"/> but for its version and <see cref="TrackHealth.CheckedAt"/> is removed.
    /// </summary>
    Task<int> SaveAsync(IReadOnlyList<HealthChange> changes, CancellationToken cancellationToken);

    /// <summary>A copy did not come: one strike more. Answers how many it has now; 0 where there is no such copy.</summary>
    Task<int> AddStrikeAsync(BlobHash hash, NodeId peer, CopyFailure failure, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A copy came: nothing is known against it any more.</summary>
    Task ClearStrikesAsync(BlobHash hash, NodeId peer, CancellationToken cancellationToken);

    /// <summary>
    /// The next of the tracks that only peers hold after <paramref name="after"/> (null: from the start) in the order of their ids. Looks at most at <paramref name="limit"/> tracks of the whole
    /// catalogue, so a page may be empty and not be the end.
    /// </summary>
    Task<SweepPage> ListNextAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Those that are degraded or dereferenced, and that the admin did not take out: first those that were never checked, then the longest unchecked, at most <paramref name="limit"/>.
    /// </summary>
    Task<IReadOnlyList<SweptTrack>> ListTroubledAsync(int limit, CancellationToken cancellationToken);

    /// <summary>How many are in which state.</summary>
    Task<HealthCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// One page of the tracks that only peers hold, newest first, or of those in <paramref name="state"/>; <paramref name="page"/> from 1, <paramref name="perPage"/> from 1 to 100.
    /// </summary>
    Task<RemoteTrackPage> ListAsync(TrackHealthState? state, int page, int perPage, CancellationToken cancellationToken);
}
