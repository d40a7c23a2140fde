using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>What stays, what goes, and what there is.</summary>
public sealed partial class BlobStore
{
    /// <summary>How full the cache is.</summary>
    public BlobCacheUsage Usage => _cache.Usage;

    /// <summary>Where a blob lies; null if it is not here.</summary>
    /// <exception cref="BlobException">That cannot be told.</exception>
    public BlobPlace? PlaceOf(BlobHash hash) => _places.Find<BlobPlace?>(hash, (path, place) =>
    {
        // Unlike a mere look whether it exists, this fails where that cannot be told.
        File.GetAttributes(path);
        return place;
    });

    /// <summary>Has a fetched blob stay, until it is unpinned: one that rots meanwhile is pinned again when it is fetched again. Answers false if it is not in the cache, which it also is not when it was pinned before.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool Pin(BlobHash hash) => _places.Move(hash, BlobPlace.Cached, BlobPlace.Pinned);

    /// <summary>Lets a pinned blob go again when it was not used for long. Answers false if it is not pinned.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool Unpin(BlobHash hash) => _places.Unpin(hash);

    /// <summary>Puts a kept blob into the cache: one that was fetched by a version that kept what it fetched. Answers false if it is not kept.</summary>
    /// <exception cref="BlobException">It cannot be moved.</exception>
    public bool MoveToCache(BlobHash hash) => _places.Move(hash, BlobPlace.Kept, BlobPlace.Cached);

    /// <summary>Waits until there is more in the cache than there may be, so that <see cref="EvictIfNeeded"/> has something to do.</summary>
    public Task WaitUntilOverfullAsync(CancellationToken cancellationToken) => _cache.WaitUntilOverfullAsync(cancellationToken);

    /// <summary>
    /// Evicts fetched blobs, the longest unused first, until the cache is within its budget and the disk has its reserve, or nothing is left that may go: what is pinned, kept or being read stays.
    /// Answers how many bytes went. The first call counts the folder, which takes about a second for 200,000 blobs.
    /// </summary>
    /// <exception cref="BlobException">The folder cannot be read or written.</exception>
    public long EvictIfNeeded() => _cache.Evict(wanted: 0);

    /// <summary>Looks whether there is room on the disk for a blob of this length, and evicts others where there is not, so that one that is too large for the disk is not begun.</summary>
    /// <exception cref="BlobException">There is not (<see cref="BlobFailure.DiskFull"/>), or that cannot be told.</exception>
    public void EnsureRoomFor(long length) => _cache.EnsureRoomFor(length);

    /// <summary>
    /// All blobs in the order of their hashes, from the one behind <paramref name="after"/>; null: from the first. Folders are read while it is enumerated, one 256th of a place at a time, so what
    /// comes or goes meanwhile may or may not be in it. A blob that lies in two places is named once.
    /// </summary>
    /// <param name="after">The blob behind which it begins.</param>
    /// <param name="place">The place whose blobs are named; null for all places.</param>
    /// <exception cref="BlobException">A folder cannot be read.</exception>
    public IEnumerable<StoredBlob> List(BlobHash? after = null, BlobPlace? place = null) =>
        BlobListing.List(_folders, after, place is { } only ? [only] : Enum.GetValues<BlobPlace>());
}
