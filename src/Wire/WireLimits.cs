namespace SoundTime.Wire;

/// <summary>Every cap on what crosses the wire. Where no source is named, the number is ours.</summary>
public static class WireLimits
{
    /// <summary>Largest message in bytes, 64 MiB: the most a Rust node reads (protocol sheet, section 1.2).</summary>
    public const uint MaxMessageBytes = 64 * 1024 * 1024;

    /// <summary>Largest blob in bytes that can be said on this wire: its length is a u32 (protocol sheet, section 1.2).</summary>
    public const uint MaxBlobBytes = uint.MaxValue;

    /// <summary>
    /// Deepest nesting of arrays and objects in one message (protocol sheet, section 1.2). serde_json counts down from the same number
    /// and stops at the 128th level; it does not count inside values that it passes over.
    /// </summary>
    public const int MaxDepth = 128;

    /// <summary>
    /// Longest piece of JSON in bytes that must lie in memory at once, 128 KiB: one token with the white space before it, or one
    /// small message. Whoever feeds a <see cref="MessageReader"/> never has to keep more than this unconsumed.
    /// </summary>
    public const int MaxTokenBytes = 128 * 1024;

    /// <summary>Largest body in bytes of a message that is read in one piece: twice what the longest accepted peer list takes.</summary>
    public const int MaxSmallMessageBytes = MaxTokenBytes;

    /// <summary>
    /// Largest catalogue entry in bytes, 16 KiB; a genuine one has 300 to 600, and under 5,000 with every text at its cap. A page of 500 such
    /// entries bounds what a peer makes a node hold.
    /// </summary>
    public const int MaxEntryBytes = 16 * 1024;

    /// <summary>Most entries in one catalogue message: 64 MiB hold fewer than 250,000 genuine ones.</summary>
    public const int MaxCatalogueEntries = 1_000_000;

    /// <summary>Entries a page of ours holds at most, as the Rust nodes page too (protocol sheet, section 14.4).</summary>
    public const int MaxPageEntries = 500;

    /// <summary>Most ids in one peer list, far above any known network (protocol sheet, weakness W30: Rust nodes have no cap).</summary>
    public const int MaxPeers = 1_000;

    /// <summary>Most results in one answer to a search (weakness W30).</summary>
    public const int MaxSearchResults = 1_000;

    /// <summary>
    /// Largest Bloom filter in bytes, 8 MiB: 64 Mbit serve 7 million tracks at the network's 9.6 bits a track, and take at
    /// most 32 MiB of JSON, which still fits a message.
    /// </summary>
    public const int MaxBloomBytes = 8 * 1024 * 1024;

    /// <summary>Most hash functions of a filter that is sent or used; the network uses 7 (weakness W3: more only burn time).</summary>
    public const int MaxBloomHashes = 32;

    /// <summary>Longest value in bytes of a filter's scalar field or of a delta's time.</summary>
    public const int MaxScalarBytes = 1024;

    /// <summary>Largest answer in bytes to a Ping: an id, a number and a version, with room to grow.</summary>
    public const int MaxPongBytes = 4 * 1024;

    /// <summary>Largest answer in bytes to a peer exchange: <see cref="MaxPeers"/> ids of 67 bytes, with room to grow.</summary>
    public const int MaxPeerExchangeBytes = MaxSmallMessageBytes;

    /// <summary>
    /// Largest answer in bytes to a search, 400 KiB: 100 results, as many as we ask for, with every text at its cap and of the longest characters; or 1,000 of usual length.
    /// </summary>
    public const int MaxSearchResultsBytes = 400 * 1024;

    /// <summary>Longest title or name in characters (Unicode scalars) that Rust nodes can store (section 14.4).</summary>
    public const int MaxNameCharacters = 255;

    /// <summary>Longest format name in characters that Rust nodes can store (section 14.4).</summary>
    public const int MaxFormatCharacters = 16;

    /// <summary>Longest genre in characters that Rust nodes can store (section 14.4).</summary>
    public const int MaxGenreCharacters = 128;
}
