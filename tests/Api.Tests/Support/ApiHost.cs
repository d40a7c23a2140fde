using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api.Tests.Support;

/// <summary>The API on a real Kestrel at a free port, over a catalogue and content that the test decides on.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MusicStore _music;

    private ApiHost(WebApplication app, ICatalogue catalogue, FakeContent content, FakeNode node, LogCollector log, TemporaryFolder folder, MusicStore music)
    {
        _app = app;
        _music = music;
        Catalogue = catalogue;
        Content = content;
        Node = node;
        Log = log;
        Folder = folder;
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>What the lists and streams are made of: a substitute.</summary>
    public ICatalogue Catalogue { get; }

    /// <summary>What uploads go into, and covers come from: the real thing.</summary>
    public MusicStore Music => _music;

    public FakeContent Content { get; }

    public FakeNode Node { get; }

    public LogCollector Log { get; }

    public TemporaryFolder Folder { get; }

    public HttpClient Client { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<ApiHost> StartAsync(Func<ApiOptions, ApiOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var folder = new TemporaryFolder();
        var options = new ApiOptions { BlobFolder = folder.Path, UploadFolder = Path.Combine(folder.Path, "uploads"), MinimumFreeBytes = 0 };
        var catalogue = Substitute.For<ICatalogue>();
        var content = new FakeContent();
        var node = new FakeNode();
        var music = await MusicStore.OpenAsync();
        var log = new LogCollector();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSoundTimeApi(configure?.Invoke(options) ?? options);
        builder.Services.AddSingleton(catalogue);
        builder.Services.AddSingleton<ITrackContent>(content);
        builder.Services.AddSingleton<INodeStatus>(node);
        builder.Services.AddSingleton(music.Blobs);
        builder.Services.AddSingleton(music.Importer);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapSoundTimeApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ApiHost(app, catalogue, content, node, log, folder, music);
    }

    /// <summary>Puts a track into the catalogue.</summary>
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
        await _app.DisposeAsync();
        await _music.DisposeAsync();
        Folder.Dispose();
    }
}
