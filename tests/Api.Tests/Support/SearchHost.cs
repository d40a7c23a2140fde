using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Testing;

namespace SoundTime.Api.Tests.Support;

/// <summary>The API over an index and peers that the test decides on, and a clock that it moves.</summary>
internal sealed class SearchHost : IAsyncDisposable
{
    private readonly ApiHost _host;

    private SearchHost(ApiHost host) => _host = host;

    public HttpClient Client => _host.Client;

    public FakeSettings Settings => _host.Settings;

    public ISearchIndex Index => _host.Service<ISearchIndex>();

    public IEnumerable<RouteEndpoint> Endpoints => _host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public LogCollector Log => _host.Log;

    public required FakePeerSearch Peers { get; init; }

    public required ManualTime Time { get; init; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it; without P2P there are no peers to be asked.</summary>
    public static async Task<SearchHost> StartAsync(bool isP2pOn = true, Func<ApiOptions, ApiOptions>? configure = null)
    {
        var time = new ManualTime();
        var peers = new FakePeerSearch();
        var host = await ApiHost.StartAsync(configure, services =>
        {
            services.AddSingleton<TimeProvider>(time);
            if (isP2pOn)
            {
                services.AddSingleton<IPeerSearch>(peers);
            }
        });
        var started = new SearchHost(host) { Peers = peers, Time = time };
        started.Find([]);
        return started;
    }

    /// <summary>From now on the catalogue finds these tracks, and nothing else.</summary>
    public void Find(IReadOnlyList<Match<Track>> tracks)
    {
        Index.FindTracksAsync(default!, default, default, default, default).ReturnsForAnyArgs(tracks);
        Index.FindAlbumsAsync(default!, default, default, default).ReturnsForAnyArgs([]);
        Index.FindArtistsAsync(default!, default, default, default).ReturnsForAnyArgs([]);
    }

    /// <summary>Asks, and gives the status with the body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
