using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NSubstitute;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Api.Tests;

public sealed class NodeTests
{
    /// <summary>What is said of tracks of peers where nothing can be told but the room that they may take.</summary>
    private const string Unknown = ""","tracks":null,"sweep":null,"cache":{"bytes":null,"max_bytes":2147483648,"blobs":null,"evicted":0}""";

    private static readonly string Id = new('a', 64);

    private static readonly NodeStatus Online = new()
    {
        NodeId = NodeId.Parse(Id),
        RelayUrl = "https://relay.example/",
        IsRelayConnected = true,
        DirectAddressCount = 2,
        PeerCount = 5,
        OnlinePeerCount = 3,
        IsDhtDiscoveryEnabled = true,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_status_has_the_fields_of_the_code_and_of_the_documents()
    {
        await using var host = await ApiHost.StartAsync();
        host.Node.Status = Online;

        Assert.Equal(
            $$"""{"enabled":true,"node_id":"{{Id}}","relay_url":"https://relay.example/","relay_connected":true,"direct_addresses":2,"peer_count":5,"peers_count":5,"online_peer_count":3,"dht_discovery_enabled":true{{Unknown}}}""",
            await host.Client.GetStringAsync("/api/p2p/status", Cancellation));
    }

    [Fact]
    public async Task A_node_whose_p2p_is_off_says_nulls_and_zeros()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(
            $$"""{"enabled":false,"node_id":null,"relay_url":null,"relay_connected":false,"direct_addresses":0,"peer_count":0,"peers_count":0,"online_peer_count":0,"dht_discovery_enabled":false{{Unknown}}}""",
            await host.Client.GetStringAsync("/api/p2p/status", Cancellation));
    }

    [Theory]
    [InlineData("/api/nodeinfo")]
    [InlineData("/.well-known/nodeinfo")]
    public async Task Node_info_counts_the_tracks_that_are_here(string path)
    {
        await using var host = await ApiHost.StartAsync(options => options with { NodeName = "Ours", NodeDescription = "Music" });
        host.Node.Status = Online;
        host.Catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(new CatalogueCounts(42, 7, 3, 2));

        Assert.Equal(
            $$"""{"name":"Ours","description":"Music","version":"0.1.0","track_count":42,"user_count":0,"open_registration":false,"p2p_enabled":true,"p2p_node_id":"{{Id}}"}""",
            await host.Client.GetStringAsync(path, Cancellation));
    }

    [Fact]
    public async Task The_start_page_names_the_node_and_runs_no_script_that_its_name_smuggles_in()
    {
        await using var host = await ApiHost.StartAsync(options => options with { NodeName = "<script>alert(1)</script>" });
        host.Node.Status = Online;
        host.Catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(new CatalogueCounts(42, 7, 3, 2));

        using var response = await host.Client.GetAsync("/", Cancellation);
        var page = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains(Id, page, StringComparison.Ordinal);
        Assert.Contains("42 tracks", page, StringComparison.Ordinal);
        Assert.Contains("/api/admin", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_is_get_without_a_body()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/p2p/status");

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_given_up()
    {
        await using var host = await ApiHost.StartAsync(options => options with { RequestTimeout = TimeSpan.FromMilliseconds(1) });
        host.Catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(async call =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Arg<CancellationToken>());
            return new CatalogueCounts(0, 0, 0, 0);
        });

        using var response = await host.Client.GetAsync("/api/nodeinfo", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString()!);
    }
}
