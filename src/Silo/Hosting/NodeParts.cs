using SoundTime.Import;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Options;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Hosting;

/// <summary>What a node needs before any of its services starts, and lets go of after the last has stopped: its stores and its endpoint.</summary>
internal sealed class NodeParts : IAsyncDisposable
{
    private NodeParts(IStores stores, BlobStore blobs, MediaProbe probe) => (Stores, Blobs, Probe) = (stores, blobs, probe);

    /// <summary>All that the database keeps.</summary>
    public IStores Stores { get; }

    /// <summary>Pictures, and tracks of peers.</summary>
    public BlobStore Blobs { get; }

    /// <summary>Reads music files.</summary>
    public MediaProbe Probe { get; }

    /// <summary>The way to other nodes; null where this one talks to none.</summary>
    public NetworkParts? Network { get; private init; }

    /// <summary>Opens them, in this order: folder, tools, database, blobs, key, endpoint.</summary>
    /// <exception cref="StorageException">The data folder or the database cannot be used.</exception>
    /// <exception cref="ImportException">There is music to be read, and ffmpeg is not there.</exception>
    /// <exception cref="KeyFileException">The key cannot be had.</exception>
    /// <exception cref="IrohBindException">The UDP port cannot be had.</exception>
    public static async Task<NodeParts> OpenAsync(NodeOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        DataFolder.EnsureWritable(options.DataDirectory);
        var probe = new MediaProbe(new MediaProbeOptions(), TimeProvider.System);
        await CheckAsync(probe, options, loggers, cancellationToken);
        var stores = await NodeStores.OpenAsync(options, loggers, cancellationToken);
        try
        {
            return new NodeParts(stores, NodeBlobs.Open(options, loggers), probe)
            {
                Network = options.PeersEnabled ? NetworkParts.Open(options, loggers) : null,
            };
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the peers that still listen, and closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Network is not null)
        {
            await Network.DisposeAsync();
        }

        await Stores.DisposeAsync();
    }

    /// <summary>Without ffmpeg a node can still play and pass on what it has; one that was given music to read cannot do what it was asked.</summary>
    private static async Task CheckAsync(MediaProbe probe, NodeOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            await probe.EnsureAvailableAsync(cancellationToken);
        }
        catch (ImportException exception) when (options.LibraryDirectory is null && string.IsNullOrEmpty(options.ApiToken))
        {
            loggers.CreateLogger<MediaProbe>().NoMediaProbe(exception.Message);
        }
    }
}
