namespace SoundTime.Api;

/// <summary>What the admin decides about the HTTP API.</summary>
public sealed record ApiOptions
{
    /// <summary>The names by which a browser on this machine calls it: safe where the API listens on loopback only.</summary>
    public static IReadOnlyList<string> LoopbackHosts { get; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Name of the node, for people.</summary>
    public string NodeName { get; init; } = "SoundTime";

    /// <summary>What the node is for, in a sentence.</summary>
    public string NodeDescription { get; init; } = "A node that shares its music with its friends' nodes.";

    /// <summary>
    /// The secret that a change (an upload) must show as <c>Authorization: Bearer</c>; null or empty: changes come from this machine only.
    /// </summary>
    public string? ApiToken { get; init; }

    /// <summary>
    /// The secret that the admin API wants in the same way, and that allows uploads too; null or empty: the one whose hash the store keeps.
    /// </summary>
    public string? AdminToken { get; init; }

    /// <summary>
    /// One more secret that the admin API wants, made by this process for programs of its own user, and gone with it; null for none.
    /// </summary>
    public string? LocalToken { get; init; }

    /// <summary>
    /// Values of the Host header that are answered, ports left aside; <c>*</c> answers all, <c>*.example.org</c> all below a domain. The
    /// default keeps a web page from reaching a loopback listener under a name of its own (DNS rebinding).
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = LoopbackHosts;

    /// <summary>The folder of the blobs, which the health check looks after.</summary>
    public required string BlobFolder { get; init; }

    /// <summary>
    /// Where an upload lies until its form is read to the end: on a disk, with room for the uploads of a moment; made if it is missing.
    /// </summary>
    public required string UploadFolder { get; init; }

    /// <summary>Free space in bytes below which the blob folder counts as failing.</summary>
    public long MinimumFreeBytes { get; init; } = 256L << 20;

    /// <summary>The most bytes one uploaded file may have (protocol sheet, section 9.1: 500 MiB).</summary>
    public long MaxUploadBytes { get; init; } = 500L << 20;

    /// <summary>How long a health check may take.</summary>
    public TimeSpan HealthCheckTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an answer that is no stream and no upload may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a client may search the catalogue here: enough to search with every letter that is typed.</summary>
    public RequestRate SearchRate { get; init; } = new(Burst: 60, Pause: TimeSpan.FromMilliseconds(100));

    /// <summary>How often a client may have peers asked, each time ten of them at most (weakness W31).</summary>
    public RequestRate PeerSearchRate { get; init; } = new(Burst: 20, Pause: TimeSpan.FromSeconds(2));

    /// <summary>Most searches among peers that one client has open at once.</summary>
    public int OpenPeerSearchesOfClient { get; init; } = 6;

    /// <summary>Most searches among peers that are open at once in all.</summary>
    public int OpenPeerSearches { get; init; } = 500;
}
