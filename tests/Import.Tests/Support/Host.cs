using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Import.Tests.Support;

/// <summary>A catalogue, a blob store and an importer over one data folder.</summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly SqliteStores _stores;

    private Host(SqliteStores stores, BlobStore blobs, MediaProbe probe, Func<Track, CancellationToken, ValueTask>? onImported)
    {
        (_stores, Blobs, Probe) = (stores, blobs, probe);
        Importer = new Importer(stores.Catalogue, blobs, probe, TimeProvider.System, NullLogger<Importer>.Instance, onImported);
    }

    public ICatalogue Catalogue => _stores.Catalogue;

    public BlobStore Blobs { get; }

    public MediaProbe Probe { get; }

    public Importer Importer { get; }

    public static async Task<Host> OpenAsync(
        string data, MediaProbeOptions? probe = null, Func<Track, CancellationToken, ValueTask>? onImported = null)
    {
        var stores = await SqliteStores.OpenAsync(
            Path.Combine(data, "soundtime.db"), TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var blobs = new BlobStore(Path.Combine(data, "blobs"));
        return new Host(stores, blobs, new MediaProbe(probe ?? new MediaProbeOptions(), TimeProvider.System), onImported);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();
}
