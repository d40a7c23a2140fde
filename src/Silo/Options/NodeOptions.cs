using System.Net;
using SoundTime.Iroh;
using SoundTime.Silo.Guardian;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options.Kinds;

namespace SoundTime.Silo.Options;

/// <summary>Everything an admin can set, read once at the start. All paths are absolute.</summary>
internal sealed record NodeOptions
{
    /// <summary>
    /// The relays that n0 runs for iroh 1.x (iroh sheet, section 3.7). Nodes of 0.96 have others by default, but dial whatever URL a node publishes, as this one dials
    /// theirs; and nobody promises that those of 0.96 stay.
    /// </summary>
    private const string DefaultRelays =
        "https://use1-1.relay.n0.iroh.link./,https://usw1-1.relay.n0.iroh.link./,https://euc1-1.relay.n0.iroh.link./,https://aps1-1.relay.n0.iroh.link./";

    [Option<FolderKind>("DATA_DIR", "--data", "Folder that holds the database, the key, blobs and uploads.", Default = "data")]
    public required string DataDirectory { get; init; }

    [Option<FileKind>("SOUNDTIME_CONFIG", "--config", "Configuration file: NAME=value lines with the names below.", Default = "<DATA_DIR>/soundtime.conf", InFile = false)]
    public required string ConfigurationFile { get; init; }

    [Option<DatabaseUrlKind>("DATABASE_URL", null, "PostgreSQL database that keeps everything but the files; without it that is SQLite in the data folder.")]
    public required string? DatabaseUrl { get; init; }

    [Option<ExistingFolderKind>("LIBRARY_DIR", "--library", "Folder of music to share: scanned at the start, then watched.")]
    public required string? LibraryDirectory { get; init; }

    [Option<ListenAddressKind>("HOST", "--host", "Address that the web pages and the API listen on.", Default = "127.0.0.1")]
    public required IPAddress Host { get; init; }

    [Option<PortKind>("PORT", "--port", "TCP port of the web pages and the API.", Default = "8080")]
    public required int Port { get; init; }

    [Option<BooleanKind>("P2P_ENABLED", "--p2p", "Whether this node talks to other nodes.", Default = "true")]
    public required bool PeersEnabled { get; init; }

    [Option<PortKind>("P2P_BIND_PORT", "--p2p-port", "UDP port that other nodes reach this one on.", Default = "11204", OtherName = "P2P_PORT")]
    public required int PeerPort { get; init; }

    [Option<SeedPeersKind>("P2P_SEED_PEERS", "--seed", "Nodes to connect to at the start.", Default = "")]
    public required IReadOnlyList<string> SeedPeers { get; init; }

    [Option<RelaysKind>("P2P_RELAY_URLS", "--relay", "Relays that this node may be reached through; the one that answers fastest is its home.", Default = DefaultRelays)]
    public required IReadOnlyList<RelayServer> Relays { get; init; }

    [Option<UrlsKind>("P2P_PKARR_URLS", "--pkarr", "Where this node publishes its address, and looks up those of others, over HTTP.", Default = "https://dns.iroh.link/pkarr")]
    public required IReadOnlyList<Uri> PkarrUrls { get; init; }

    [Option<DomainsKind>("P2P_DNS_ORIGINS", "--dns-origin", "Domains below which the addresses of nodes are looked up in the DNS.", Default = "dns.iroh.link")]
    public required IReadOnlyList<string> DnsOrigins { get; init; }

    [Option<BooleanKind>("P2P_LOCAL_DISCOVERY", "--local-discovery", "Whether nodes on the same local network find each other.", Default = "true")]
    public required bool LocalDiscovery { get; init; }

    [Option<HostsKind>("P2P_EXTERNAL_ADDRESSES", "--external-address", "Where others reach this node, such as a forwarded port of the router; published beside what it finds out by itself.", Default = "")]
    public required IReadOnlyList<NodeHost> ExternalAddresses { get; init; }

    [Option<StunServersKind>("P2P_STUN_SERVERS", "--stun", "STUN servers that tell this node which address others see.", Default = "<P2P_RELAY_URLS>")]
    public required IReadOnlyList<NodeHost> StunServers { get; init; }

    [Option<SearchPeersKind>("P2P_SEARCH_PEERS", "--search-peers", "Most nodes that one search asks, of those that may know an answer.", Default = "10")]
    public required int SearchPeers { get; init; }

    [Option<ByteSizeKind>("P2P_FILTER_MEMORY", "--filter-memory", "Memory for the filters by which searches find who may know; without it a quarter of the machine's, at most 1500 MB. A node whose filter does not fit may be asked in vain.")]
    public required long? FilterMemory { get; init; }

    [Option<SweepIntervalKind>("P2P_HEALTH_INTERVAL", "--health-interval", "How often this node looks after the tracks that only other nodes hold.", Default = "10m")]
    public required TimeSpan HealthInterval { get; init; }

    [Option<SweepTracksKind>("P2P_HEALTH_TRACKS", "--health-tracks", "Most tracks that it looks at each time: so many of those in trouble, and so many of all others.", Default = "500")]
    public required int HealthTracks { get; init; }

    [Option<ByteBudgetKind>("P2P_HEALTH_FETCH_BUDGET", "--health-fetch-budget", "Most bytes that it fetches each time, to see whether tracks that came wrong are right again.", Default = "64 MB")]
    public required long HealthFetchBudget { get; init; }

    [Option<FolderKind>("P2P_BLOBS_DIR", "--p2p-blobs", "Folder of the audio fetched from other nodes.", Default = "<DATA_DIR>/p2p/blobs")]
    public required string BlobDirectory { get; init; }

    [Option<ByteSizeKind>("P2P_CACHE_MAX_SIZE", "--cache-size", "Most audio fetched from other nodes that is held; what was not played for the longest time goes first. What is pinned does not count.", Default = "2 GB")]
    public required long CacheBytes { get; init; }

    [Option<FileKind>("P2P_SECRET_KEY_PATH", "--p2p-key", "File of the secret key that is this node's identity; made when missing.", Default = "<P2P_BLOBS_DIR>/../secret_key")]
    public required string SecretKeyFile { get; init; }

    [Option<FolderKind>("AUDIO_STORAGE_PATH", "--uploads", "Folder of the uploaded music.", Default = "<DATA_DIR>/music")]
    public required string UploadDirectory { get; init; }

    [Option<FolderKind>("METADATA_STORAGE_PATH", "--metadata", "Folder of the covers fetched from other nodes, which go into its folder p2p-covers.", Default = "<AUDIO_STORAGE_PATH>")]
    public required string MetadataDirectory { get; init; }

    [Option<ByteSizeKind>("MAX_UPLOAD_SIZE", "--max-upload", "Largest upload accepted.", Default = "500 MB")]
    public required long MaxUploadBytes { get; init; }

    [Option<ByteBudgetKind>("SCRUB_RATE", "--scrub-rate", "How much the background scrub reads a second, to find files that the disk has changed; 0 turns it off.", Default = "10 MB")]
    public required long ScrubRate { get; init; }

    [Option<ScrubHoursKind>("SCRUB_HOURS", "--scrub-hours", "Hours of the day, local time, in which the background scrub reads; without it all of them.")]
    public required ScrubHours? ScrubHours { get; init; }

    [Option<DaysKind>("SCRUB_INTERVAL", "--scrub-interval", "Days from the start of one round of the background scrub to that of the next, at least.", Default = "30")]
    public required int ScrubInterval { get; init; }

    [Option<SecretKind>("API_TOKEN", null, "Secret that allows uploads from other machines; make one with: openssl rand -hex 32.")]
    public required string? ApiToken { get; init; }

    [Option<LongSecretKind>("ADMIN_TOKEN", null, "Secret that the admin API wants, in place of the one made at the first start; make one with: openssl rand -hex 32.")]
    public required string? AdminToken { get; init; }

    [Option<LogLevelsKind>("LOG", "--log", "How much is logged, for everything or by component.", Default = "info")]
    public required LogLevels LogLevels { get; init; }

    [Option<LogFormatKind>("LOG_FORMAT", "--log-format", "How log lines are written.", Default = "text")]
    public required LogFormat LogFormat { get; init; }

    /// <summary>The SQLite database, where <see cref="DatabaseUrl"/> names no other.</summary>
    public string DatabasePath => Path.Combine(DataDirectory, "soundtime.db");
}
