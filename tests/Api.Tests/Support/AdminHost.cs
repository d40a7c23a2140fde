using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Api.Tests.Support;

/// <summary>The API over stores and a node that the test decides on, with a client that shows the admin token.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    public const string Token = "the-token-of-the-admin";

    public static readonly NodeId Peer = NodeId.Parse(new string('a', 64));

    private readonly ApiHost _host;

    private AdminHost(ApiHost host)
    {
        _host = host;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Store.ListAsync(Arg.Any<NodeId?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns([]);
        Catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(new CatalogueCounts(0, 0, 0, 0));
        Catalogue.CountCopiesAsync(Arg.Any<CancellationToken>()).Returns(new Dictionary<NodeId, long>());
    }

    public HttpClient Client => _host.Client;

    public ICatalogue Catalogue => _host.Catalogue;

    public IPeerStore Store => _host.Service<IPeerStore>();

    public IBlockList Blocks => _host.Service<IBlockList>();

    public IPeerBlocking Blocking => _host.Service<IPeerBlocking>();

    public IPeerAdministration Peers => _host.Service<IPeerAdministration>();

    public IConnectionDoctor Doctor => _host.Service<IConnectionDoctor>();

    public IInvitations Invitations => _host.Service<IInvitations>();

    public ILibrarySync Sync => _host.Service<ILibrarySync>();

    public ITrackHealthStore Health => _host.Service<ITrackHealthStore>();

    public IIntegrityStore Integrity => _host.Service<IIntegrityStore>();

    public ITrackAdministration Tracks => _host.Service<ITrackAdministration>();

    public IMetricsText Metrics => _host.Service<IMetricsText>();

    public BlobStore Blobs => _host.Blobs;

    public FakeSettings Settings => _host.Settings;

    public required ManualTime Time { get; init; }

    /// <summary>Starts it; without P2P the node has none of what talks to others.</summary>
    public static async Task<AdminHost> StartAsync(bool isP2pOn = true, Func<ApiOptions, ApiOptions>? configure = null)
    {
        configure ??= options => options with { AdminToken = Token };
        var time = new ManualTime();
        var host = await ApiHost.StartAsync(configure, services =>
        {
            services.AddSingleton<TimeProvider>(time);
            if (isP2pOn)
            {
                services.AddSingleton(Substitute.For<IPeerAdministration>());
                services.AddSingleton(Substitute.For<ILibrarySync>());
                services.AddSingleton(Substitute.For<IConnectionDoctor>());
                services.AddSingleton(Substitute.For<IInvitations>());
            }
        });
        return new AdminHost(host) { Time = time };
    }

    /// <summary>Sends a request and answers the status with the body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
