using SoundTime.Storage.Catalogue;

namespace SoundTime.Import.Tests.Support;

/// <summary>A test with a music folder and a host that imports from it.</summary>
public abstract class ImportTest(Samples samples) : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private Host? _host;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected Samples Samples { get; } = samples;

    internal TemporaryFolder Music { get; } = new();

    internal TemporaryFolder Data => _data;

    internal Host Host => _host!;

    /// <summary>New tracks in the order in which they were told.</summary>
    protected List<Track> Told { get; } = [];

    public virtual async ValueTask InitializeAsync() => _host = await Host.OpenAsync(_data.Path, onImported: OnImported);

    public virtual async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Dispose();
        Music.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask OnImported(Track track, CancellationToken cancellationToken)
    {
        lock (Told)
        {
            Told.Add(track);
        }

        return ValueTask.CompletedTask;
    }

    protected Task<ImportReport> ImportAsync(params string[] paths) =>
        Host.Importer.ImportAsync(paths.Length == 0 ? [Music.Path] : paths, progress: null, Token);

    protected async Task<Track> FindTrackAsync(string path)
    {
        var file = await Host.Catalogue.FindLocalFileAsync(path, Token);
        Assert.NotNull(file);
        var track = await Host.Catalogue.FindTrackAsync(file.Hash, Token);
        Assert.NotNull(track);
        return track;
    }

    protected async Task<List<string>> ListFilesAsync()
    {
        var files = new List<string>();
        await foreach (var file in Host.Catalogue.ListLocalFilesAsync(Music.Path, Token))
        {
            files.Add(Path.GetRelativePath(Music.Path, file.Path));
        }

        return files;
    }
}
