using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// One track that peers hold. Its key is its hash in 64 hex digits. Decides from whom it is fetched, that only one process fetches it at a time, and what its failures mean for its health.
/// Its bytes never come near it.
/// </summary>
public interface ITrackGrain : IGrainWithStringKey
{
    /// <summary>
    /// A process wants to fetch the track. If it may, it asks the copies in the order of the answer, and holds the fetch until <see cref="EndFetchAsync"/>, or until it has not renewed it for
    /// <see cref="TrackLimits.FetchHold"/>. The same process asking again takes up the fetch that it holds.
    /// </summary>
    /// <param name="fetcher">Which process: a name of its own for each run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<FetchStart> BeginFetchAsync(string fetcher, CancellationToken cancellationToken);

    /// <summary>The fetch is still being worked on. Answers whether this process still holds it.</summary>
    Task<bool> RenewFetchAsync(string fetcher, CancellationToken cancellationToken);

    /// <summary>A copy did not come. Its strike is counted, and wrong bytes count against its peer too.</summary>
    /// <param name="peer">Whose copy: a node's id in 64 hex digits.</param>
    /// <param name="failure">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task CopyFailedAsync(string peer, CopyFailure failure, CancellationToken cancellationToken);

    /// <summary>The fetch is over. A delivery clears the strikes of the track and of that copy, and counts for its peer; a failure of all copies is a strike of the track.</summary>
    Task EndFetchAsync(string fetcher, FetchEnd result, CancellationToken cancellationToken);

    /// <summary>The admin takes the track out. Answers false if it is not one that only peers hold.</summary>
    Task<bool> DereferenceAsync(CancellationToken cancellationToken);

    /// <summary>The admin takes it in again, as one that is well. Answers false if it is not one that only peers hold.</summary>
    Task<bool> RereferenceAsync(CancellationToken cancellationToken);
}
