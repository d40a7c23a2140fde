using SoundTime.Wire;

namespace SoundTime.Storage.Covers;

/// <summary>Covers of albums that peers named: which are wanted, who has them, where they lie.</summary>
public interface ICoverStore
{
    /// <summary>Covers whose next try is due, longest due first, at most <paramref name="limit"/>. A cover that was just named is due at once.</summary>
    Task<IReadOnlyList<WantedCover>> ListWantedAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Peers that announced a track with this cover, at most <paramref name="limit"/>, the longest known first.</summary>
    Task<IReadOnlyList<NodeId>> ListHoldersAsync(BlobHash cover, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The cover is here: the album names its file (a path relative to the folder of covers) from now on. Nothing happens if the album has gone,
    /// or names another cover meanwhile; answers whether it was taken.
    /// </summary>
    Task<bool> RecordFileAsync(Guid albumId, BlobHash hash, string path, CancellationToken cancellationToken);

    /// <summary>The cover did not come: it is tried again at <paramref name="nextTry"/>, or never where that is null.</summary>
    Task PostponeAsync(Guid albumId, BlobHash hash, DateTimeOffset? nextTry, CancellationToken cancellationToken);
}
