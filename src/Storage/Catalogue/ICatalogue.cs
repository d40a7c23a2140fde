using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Catalogue;

/// <summary>
/// Artists, albums, tracks and their copies. Every change is one transaction; a failed query throws
/// <see cref="StorageException"/> and never reads as "not there".
/// </summary>
public interface ICatalogue
{
    /// <summary>
    /// Takes in one file: artist, album artist, album, track and local file in one transaction. The same path again replaces what it
    /// held; the same hash under another path is one more file of the same track. What local files say of a track beats what peers say.
    /// </summary>
    Task<ImportedTrack> ImportAsync(TrackImport import, CancellationToken cancellationToken);

    /// <summary>The file imported under this full path, or null.</summary>
    Task<LocalFile?> FindLocalFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>All imported files in or below a folder, by path, read in pages.</summary>
    IAsyncEnumerable<LocalFile> ListLocalFilesAsync(string folder, CancellationToken cancellationToken);

    /// <summary>The same from <paramref name="position"/> on: the path after which to begin, which lies in the folder; null for its first.</summary>
    IAsyncEnumerable<LocalFile> ListLocalFilesAsync(string folder, string? position, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a file that is gone. Its track goes with its last file, unless a peer has a copy. Answers whether the path was known.
    /// </summary>
    Task<bool> RemoveLocalFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>The files that hold these bytes, empty if none does.</summary>
    Task<IReadOnlyList<LocalFile>> FindLocalFilesAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>Numbers of the whole catalogue.</summary>
    Task<CatalogueCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>One page of all tracks, newest first; <paramref name="page"/> from 1, <paramref name="perPage"/> from 1 to 100.</summary>
    Task<TrackPage> ListTracksAsync(int page, int perPage, CancellationToken cancellationToken);

    /// <summary>The track with this id, or null.</summary>
    Task<Track?> FindTrackAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The track with these bytes, or null.</summary>
    Task<Track?> FindTrackAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>
    /// What changed of our own tracks after <paramref name="after"/> (0: all of them), in the order of the changes, at most
    /// <paramref name="limit"/>. A track that changed again is named at its newest change alone; one that is gone is not named.
    /// </summary>
    Task<ChangePage> ListChangesAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Number of the last change of our own tracks: each takes the next one, as part of its transaction. 0 before the first.</summary>
    Task<long> FindLastChangeAsync(CancellationToken cancellationToken);

    /// <summary>How far our own tracks have come, as one state of the database has it.</summary>
    Task<CatalogueMark> FindMarkAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Records what <paramref name="peer"/> (the TLS identity) says it holds: one transaction for all entries, one copy for each hash.
    /// Idempotent; an unusable entry is left out with its reason, the others are taken. What is known and has not changed writes nothing.
    /// </summary>
    Task<AnnouncementOutcome> RecordAnnouncementsAsync(NodeId peer, IReadOnlyList<TrackAnnouncement> announcements, CancellationToken cancellationToken);

    /// <summary>
    /// Who says to hold these bytes, the longest known first; empty if nobody does. Of more than <see cref="CatalogueLimits.MaxCopiesListed"/>, these are those whose peers are online, then those that are
    /// known for longest.
    /// </summary>
    Task<IReadOnlyList<Copy>> ListCopiesAsync(BlobHash hash, CancellationToken cancellationToken);

    /// <summary>
    /// Which of these hashes are in the catalogue, and who holds them: at most <paramref name="limit"/> peers of each, from 1. A hash that is in no catalogue here is not in it.
    /// </summary>
    Task<IReadOnlyDictionary<BlobHash, TrackHolders>> FindHoldersAsync(IReadOnlyCollection<BlobHash> hashes, int limit, CancellationToken cancellationToken);

    /// <summary>The peer does not have these bytes any more. The track goes with its last copy, unless a file of ours holds it. Answers whether there was a copy.</summary>
    Task<bool> RemoveCopyAsync(NodeId peer, BlobHash hash, CancellationToken cancellationToken);

    /// <summary>Forgets copies of a peer, at most <paramref name="limit"/>, in one transaction. Answers how many; 0 when none is left.</summary>
    Task<int> RemoveCopiesAsync(NodeId peer, int limit, CancellationToken cancellationToken);

    /// <summary>How many tracks a peer has announced and still offers.</summary>
    Task<long> CountCopiesAsync(NodeId peer, CancellationToken cancellationToken);

    /// <summary>The same for all peers that offer any.</summary>
    Task<IReadOnlyDictionary<NodeId, long>> CountCopiesAsync(CancellationToken cancellationToken);
}
