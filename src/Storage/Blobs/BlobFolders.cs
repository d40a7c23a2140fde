using System.Globalization;
using SoundTime.Wire;

namespace SoundTime.Storage.Blobs;

/// <summary>The folders of a blob store, and the paths in them.</summary>
internal sealed class BlobFolders
{
    /// <summary>What the file of a hash tree is called, after the name of its blob.</summary>
    public const string TreeSuffix = ".tree";

    private readonly string[] _places;
    private readonly Lock _creating = new();
    private readonly bool[] _isSafe = new bool[Enum.GetValues<BlobPlace>().Length * (byte.MaxValue + 1)];

    /// <summary>The folders below <paramref name="root"/>, created if they are missing. What a killed process left half-written goes.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public BlobFolders(string root)
    {
        Root = Path.GetFullPath(root);
        Incoming = Path.Combine(Root, "incoming");
        Rotten = Path.Combine(Root, "rotten");
        _places = [Root, Path.Combine(Root, "cached"), Path.Combine(Root, "pinned")];
        DataFolder.EnsureWritable(Root);
        try
        {
            Create();
            Leftovers = RemoveLeftovers();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Translate(error, Root);
        }
    }

    /// <summary>The folder of all.</summary>
    public string Root { get; }

    /// <summary>Where files lie while they are written.</summary>
    public string Incoming { get; }

    /// <summary>How many files were removed that a killed process had left half-written.</summary>
    public int Leftovers { get; }

    /// <summary>Where blobs lie whose bytes were found wrong.</summary>
    public string Rotten { get; }

    /// <summary>The path of a blob.</summary>
    public string PathOf(BlobPlace place, BlobHash hash)
    {
        var name = hash.ToString();
        return Path.Combine(_places[(int)place], name[..2], name);
    }

    /// <summary>The file by which a blob is known to be pinned, also while it is not here: its tree among the pinned ones, be it empty.</summary>
    public string PinOf(BlobHash hash) => PathOf(BlobPlace.Pinned, hash) + TreeSuffix;

    /// <summary>The folder of the blobs whose hashes begin with a byte.</summary>
    public string FolderOf(BlobPlace place, byte first) => Path.Combine(_places[(int)place], first.ToString("x2", CultureInfo.InvariantCulture));

    /// <summary>Has the folder where a blob goes, with its own name on the disk: what is renamed into it is only safe then.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public void Ensure(BlobPlace place, BlobHash hash)
    {
        var first = hash.FirstByte();
        var number = ((int)place * (byte.MaxValue + 1)) + first;
        lock (_creating)
        {
            if (!_isSafe[number])
            {
                Directory.CreateDirectory(FolderOf(place, first));
                FolderFlush.Flush(_places[(int)place]);
                _isSafe[number] = true;
            }
        }
    }

    private void Create()
    {
        foreach (var folder in _places.Append(Incoming).Append(Rotten))
        {
            Directory.CreateDirectory(folder);
        }

        FolderFlush.Flush(Root);
    }

    private int RemoveLeftovers()
    {
        var removed = 0;
        foreach (var path in Directory.EnumerateFiles(Incoming))
        {
            try
            {
                // Opening alone fails while another process still writes the file: its lock ends with that process.
                using var leftover = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
                removed++;
            }
            catch (Exception error) when (FileErrors.IsNotFound(error) || FileErrors.IsLocked(error))
            {
                // It was finished meanwhile, or is still being written.
            }
        }

        return removed;
    }
}
