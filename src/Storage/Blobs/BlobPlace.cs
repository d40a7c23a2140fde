namespace SoundTime.Storage.Blobs;

/// <summary>Where a blob lies, which says why it is here and whether it may go.</summary>
public enum BlobPlace
{
    /// <summary>Part of what is ours: pictures. It stays.</summary>
    Kept,

    /// <summary>Fetched from a peer. It goes when room is needed and others were used later.</summary>
    Cached,

    /// <summary>Fetched from a peer, and the admin wants it to stay.</summary>
    Pinned,
}
