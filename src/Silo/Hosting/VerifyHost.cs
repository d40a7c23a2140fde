using SoundTime.Import;
using SoundTime.Silo.Guardian;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options;
using SoundTime.Silo.Remote;
using SoundTime.Storage.Blobs;

namespace SoundTime.Silo.Hosting;

/// <summary>A verification on its own, of the files of a node that may be running or not.</summary>
internal static class VerifyHost
{
    /// <summary>Looks at files of the node.</summary>
    /// <param name="options">What the admin set.</param>
    /// <param name="scope">Which files.</param>
    /// <param name="bytesPerSecond">How fast they are read; null: as fast as it goes.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Stops at once; what was found stays.</param>
    /// <exception cref="Storage.StorageException">The stores cannot be used.</exception>
    /// <exception cref="BlobException">The folder of blobs cannot be used.</exception>
    public static async Task<VerifyReport> RunAsync(
        NodeOptions options, VerifyScope scope, long? bytesPerSecond, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddNodeLogging(options));
        await using var stores = await NodeStores.OpenAsync(options, loggers, cancellationToken);
        var blobs = new BlobStore(options.BlobDirectory);
        var check = new IntegrityCheck(stores.Catalogue, blobs, new ReadBudget(bytesPerSecond, TimeProvider.System), GuardianServices.LibrariesOf(options));
        var nodeRuns = options.PeersEnabled && NodeAccessFile.IsOffered(options.DataDirectory);
        var verification = new Verification(stores.Catalogue, blobs, check, new FindingRecorder(stores.Integrity, blobs), nodeRuns, TimeProvider.System);
        return await verification.RunAsync(scope, progress, cancellationToken);
    }
}
