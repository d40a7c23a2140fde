using SoundTime.Import;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Hosting;

/// <summary>An import on its own, into the stores of a node that may be running or not.</summary>
internal static class ImportHost
{
    /// <summary>Imports files and folders into the catalogue of the node.</summary>
    /// <exception cref="ImportException">Nothing more can be imported.</exception>
    /// <exception cref="Storage.StorageException">The stores cannot be used.</exception>
    public static async Task<ImportReport> RunAsync(
        NodeOptions options, IReadOnlyList<string> paths, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        // Failures are in the report, so they need not be logged as well.
        using var loggers = LoggerFactory.Create(logging => logging.AddNodeLogging(options, shownElsewhere: typeof(Importer).Namespace));
        await using var stores = await NodeStores.OpenAsync(options, loggers, cancellationToken);
        var importer = new Importer(
            stores.Catalogue,
            NodeBlobs.Open(options, loggers),
            new MediaProbe(new MediaProbeOptions(), TimeProvider.System),
            TimeProvider.System,
            loggers.CreateLogger<Importer>());
        return await importer.ImportAsync(paths, progress, cancellationToken);
    }
}
