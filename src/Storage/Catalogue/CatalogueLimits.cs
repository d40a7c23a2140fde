namespace SoundTime.Storage.Catalogue;

/// <summary>
/// Caps of what the catalogue takes in: what Rust nodes can store (protocol sheet, section 14, item 4), and bounds of what a piece of
/// audio can be.
/// </summary>
public static class CatalogueLimits
{
    /// <summary>Most characters in the title of a track or an album and in the name of an artist.</summary>
    public const int MaxNameLength = 255;

    /// <summary>Most characters in a genre.</summary>
    public const int MaxGenreLength = 128;

    /// <summary>Most characters in the name of a format.</summary>
    public const int MaxFormatLength = 16;

    /// <summary>Most copies of one peer that are kept, about 300 MB of database: a peer that announces more takes what belongs to all.</summary>
    public const long MaxCopiesPerPeer = 1_000_000;

    /// <summary>
    /// Most tracks that only peers hold, all peers together, about 3 GB of database: ids cost nothing, and many of them together must not fill the disk.
    /// </summary>
    public const long MaxRemoteTracks = 10_000_000;

    /// <summary>Most copies of one track that are listed: a listener waits for the choice among them.</summary>
    public const int MaxCopiesListed = 256;

    /// <summary>Most bytes in a file: 1 TiB.</summary>
    public const long MaxFileSize = 1L << 40;

    /// <summary>Longest duration in seconds: 31 days.</summary>
    public const float MaxDurationSecs = 31 * 24 * 3600;
}
