using SoundTime.Silo.Options;
using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Hosting;

/// <summary>The blobs of a node, for the node itself and for commands beside it.</summary>
internal static class NodeBlobs
{
    /// <summary>Opens them as the admin set it.</summary>
    /// <exception cref="Storage.StorageException">The folder cannot be written.</exception>
    public static BlobStore Open(NodeOptions options, ILoggerFactory loggers) =>
        new(options.BlobDirectory, new BlobStoreOptions { CacheBytes = options.CacheBytes }, TimeProvider.System, loggers.CreateLogger<BlobStore>());
}
