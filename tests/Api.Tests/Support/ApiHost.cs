using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using SoundTime.Import;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;
using SoundTime.Storage.Search;
using SoundTime.Storage.Settings;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Api.Tests.Support;

/// <summary>The API on a real Kestrel at a free port, with real blobs, over a catalogue and content that the test decides on.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;
    private readonly SqliteStores? _stores;

    private ApiHost(WebApplication app, TemporaryFolder folder, SqliteStores? stores)
    {
        _app = app;
        _stores = stores;
        _folder = folder;
        Client = new HttpClient { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address => new(Service<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>A substitute, unless the host was started with a database.</summary>
    public ICatalogue Catalogue => Service<ICatalogue>();

    public BlobStore Blobs => Service<BlobStore>();

    public FakeContent Content => (FakeContent)Service<ITrackContent>();

    public FakeNode Node => (FakeNode)Service<INodeStatus>();

    public FakeSettings Settings => (FakeSettings)Service<ISettingStore>();

    public LogCollector Log => Service<LogCollector>();

    public ApiOptions Options => Service<ApiOptions>();

    /// <summary>Every file in the music folder, those not yet in place too.</summary>
    public IEnumerable<string> MusicFiles => FilesIn(MusicFolderIn(_folder));

    /// <summary>Every upload that lies aside.</summary>
    public IEnumerable<string> Uploads => FilesIn(Options.UploadFolder);

    /// <summary>Starts over a catalogue that is a substitute.</summary>
    public static Task<ApiHost> StartAsync(Func<ApiOptions, ApiOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        StartAsync(new TemporaryFolder(), stores: null, configure, services);

    /// <summary>Starts over an empty database.</summary>
    public static async Task<ApiHost> StartWithDatabaseAsync(Func<ApiOptions, ApiOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var folder = new TemporaryFolder();
        var stores = await SqliteStores.OpenAsync(
            Path.Combine(folder.Path, "soundtime.db"), TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        return await StartAsync(folder, stores, configure, services);
    }

    /// <summary>Puts a track into the catalogue that is a substitute.</summary>
    public Track Add(Track track)
    {
        Catalogue.FindTrackAsync(track.Id, Arg.Any<CancellationToken>()).Returns(track);
        return track;
    }

    /// <summary>Stops the server, once it has answered what it is at.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }

        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<ApiHost> StartAsync(
        TemporaryFolder folder, SqliteStores? stores, Func<ApiOptions, ApiOptions>? configure, Action<IServiceCollection>? services)
    {
        var options = new ApiOptions { BlobFolder = folder.Path, UploadFolder = Path.Combine(folder.Path, "uploads"), MinimumFreeBytes = 0 };
        var catalogue = stores?.Catalogue ?? Substitute.For<ICatalogue>();
        var blobs = SharedBlobs.Store;
        var probe = new MediaProbe(new MediaProbeOptions(), TimeProvider.System);
        var log = new LogCollector();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSoundTimeApi(configure?.Invoke(options) ?? options);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(catalogue);
        builder.Services.AddSingleton(blobs);
        builder.Services.AddSingleton<LocalContent>();
        builder.Services.AddSingleton<ITrackContent, FakeContent>();
        builder.Services.AddSingleton<INodeStatus, FakeNode>();
        builder.Services.AddSingleton<ISettingStore, FakeSettings>();
        builder.Services.AddSingleton(stores?.Search ?? Substitute.For<ISearchIndex>());
        builder.Services.AddSingleton(Substitute.For<IPeerStore>());
        builder.Services.AddSingleton(Substitute.For<IBlockList>());
        builder.Services.AddSingleton(Substitute.For<IPeerBlocking>());
        builder.Services.AddSingleton(Substitute.For<ITrackHealthStore>());
        builder.Services.AddSingleton(Substitute.For<IIntegrityStore>());
        builder.Services.AddSingleton(Substitute.For<ITrackAdministration>());
        builder.Services.AddSingleton(Substitute.For<IMetricsText>());
        builder.Services.AddSingleton(
            new UploadImporter(MusicFolderIn(folder), catalogue, blobs, probe, NullLogger<UploadImporter>.Instance));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapSoundTimeApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ApiHost(app, folder, stores);
    }

    private static string MusicFolderIn(TemporaryFolder folder) => Path.Combine(folder.Path, "music");

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
