using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Import;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Api.Tests.Support;

/// <summary>A real catalogue, blob store and music folder in a temporary place.</summary>
internal sealed class MusicStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private MusicStore(TemporaryFolder folder, SqliteCatalogue catalogue)
    {
        _folder = folder;
        Catalogue = catalogue;
        Blobs = new BlobStore(Path.Combine(folder.Path, "blobs"));
        var probe = new MediaProbe(new MediaProbeOptions(), TimeProvider.System);
        Importer = new UploadImporter(MusicFolder, catalogue, Blobs, probe, NullLogger<UploadImporter>.Instance);
    }

    public SqliteCatalogue Catalogue { get; }

    public BlobStore Blobs { get; }

    public UploadImporter Importer { get; }

    public string MusicFolder => Path.Combine(_folder.Path, "music");

    /// <summary>Every file in the music folder, those not yet in place too.</summary>
    public IEnumerable<string> Files => Directory.Exists(MusicFolder) ? Directory.EnumerateFiles(MusicFolder, "*", SearchOption.AllDirectories) : [];

    public static async Task<MusicStore> OpenAsync()
    {
        var folder = new TemporaryFolder();
        var database = Path.Combine(folder.Path, "soundtime.db");
        return new MusicStore(folder, await SqliteCatalogue.OpenAsync(
            database, TimeProvider.System, NullLogger<SqliteCatalogue>.Instance, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Catalogue.DisposeAsync();
        _folder.Dispose();
    }
}
