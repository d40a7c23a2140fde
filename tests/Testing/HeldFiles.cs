using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Blake3;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Wire;

namespace SoundTime.Testing;

/// <summary>Imported files and blobs on a disk of one test, which may go wrong, laid out as in the data folder of a node.</summary>
public sealed class HeldFiles : IAsyncDisposable
{
    private readonly string _root;

    private HeldFiles(string root, IStores stores) => (_root, Stores, Blobs) = (root, stores, new BlobStore(Path.Combine(DataIn(root), "p2p", "blobs")));

    /// <summary>The folder of imported files.</summary>
    public string Music => Path.Combine(_root, "music");

    /// <summary>The data folder of the node.</summary>
    public string Data => DataIn(_root);

    /// <summary>The folder of blobs, where a node has it by default.</summary>
    public string BlobFolder => Path.Combine(Data, "p2p", "blobs");

    /// <summary>The stores.</summary>
    public IStores Stores { get; }

    /// <summary>The blobs.</summary>
    public BlobStore Blobs { get; }

    /// <summary>Opens stores without any file.</summary>
    public static async Task<HeldFiles> OpenAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var root = Directory.CreateTempSubdirectory("soundtime-held-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "music"));
        return new HeldFiles(root, await SqliteStores.OpenAsync(Path.Combine(DataIn(root), "soundtime.db"), time, NullLogger.Instance, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Flips a bit of a file and leaves its time as it is, as a failing disk does.</summary>
    public static void Rot(string path, long position)
    {
        var time = File.GetLastWriteTimeUtc(path);
        using (var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = position;
            var value = file.ReadByte();
            file.Position = position;
            file.WriteByte((byte)(value ^ 1));
        }

        File.SetLastWriteTimeUtc(path, time);
    }

    /// <summary>Writes a file of the music folder and imports it.</summary>
    public async Task<LocalFile> AddFileAsync(string name, int length = 1000)
    {
        var path = Path.Combine(Music, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = Bytes(name.Sum(character => character) + name.Length, length);
        await File.WriteAllBytesAsync(path, bytes).ConfigureAwait(false);
        return await ImportAsync(path, bytes).ConfigureAwait(false);
    }

    /// <summary>Imports a file as it is.</summary>
    public async Task<LocalFile> ImportAsync(string path, byte[] bytes)
    {
        var time = File.GetLastWriteTimeUtc(path);
        var file = new LocalFile(path, HashOf(bytes), bytes.Length, new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));
        var tags = new TrackTags { Title = Path.GetFileName(path), ArtistName = "Artist", DurationSecs = 1, Format = "flac" };
        await Stores.Catalogue.ImportAsync(new TrackImport(file, tags, null), CancellationToken.None).ConfigureAwait(false);
        return file;
    }

    /// <summary>Adds a blob to the cache.</summary>
    public async Task<BlobHash> AddBlobAsync(int seed, int length = 1000)
    {
        using var content = new MemoryStream(Bytes(seed, length));
        var hash = await Blobs.AddAsync(content, long.MaxValue, CancellationToken.None).ConfigureAwait(false);
        Blobs.MoveToCache(hash);
        return hash;
    }

    /// <summary>Where a cached blob lies.</summary>
    public string PathOf(BlobHash hash) => Path.Combine(BlobFolder, "cached", hash.ToString()[..2], hash.ToString());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_root, recursive: true);
    }

    private static string DataIn(string root) => Path.Combine(root, "data");

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static BlobHash HashOf(byte[] bytes)
    {
        var hash = new byte[BlobHash.Size];
        Blake3Hasher.Hash(bytes, hash);
        return new BlobHash(hash);
    }
}
