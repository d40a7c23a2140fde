using System.Net;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options.Kinds;

namespace SoundTime.Silo.Options;

/// <summary>Everything an admin can set, read once at the start. All paths are absolute.</summary>
internal sealed record NodeOptions
{
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

    [Option<FolderKind>("P2P_BLOBS_DIR", "--p2p-blobs", "Folder of the audio fetched from other nodes.", Default = "<DATA_DIR>/p2p/blobs")]
    public required string BlobDirectory { get; init; }

    [Option<FileKind>("P2P_SECRET_KEY_PATH", "--p2p-key", "File of the secret key that is this node's identity; made when missing.", Default = "<P2P_BLOBS_DIR>/../secret_key")]
    public required string SecretKeyFile { get; init; }

    [Option<FolderKind>("AUDIO_STORAGE_PATH", "--uploads", "Folder of the uploaded music.", Default = "<DATA_DIR>/music")]
    public required string UploadDirectory { get; init; }

    [Option<ByteSizeKind>("MAX_UPLOAD_SIZE", "--max-upload", "Largest upload accepted.", Default = "500 MB")]
    public required long MaxUploadBytes { get; init; }

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
