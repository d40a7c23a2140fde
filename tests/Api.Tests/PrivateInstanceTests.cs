using System.Net;
using System.Net.Http.Headers;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Settings;

namespace SoundTime.Api.Tests;

public sealed class PrivateInstanceTests
{
    private const string ApiToken = "a-token-for-uploads";

    private static readonly string[] Content =
    [
        "/api/tracks", $"/api/tracks/{Guid.Empty}", $"/api/tracks/{Guid.Empty}/stream", $"/api/covers/{new string('a', 64)}",
        "/api/search?q=", "/api/p2p/search?q=", "/api/p2p/search/stream?q=",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_private_instance_shows_its_content_to_nobody_without_a_token()
    {
        await using var host = await StartAsync("true");

        foreach (var path in Content)
        {
            using var response = await host.Client.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("""{"error":"This instance is private. Authentication required."}""", await response.Content.ReadAsStringAsync(Cancellation));
            Assert.Contains(new AuthenticationHeaderValue("Bearer"), response.Headers.WwwAuthenticate);
        }
    }

    [Fact]
    public async Task Every_endpoint_is_gated_for_admins_open_on_purpose_or_private()
    {
        await using var host = await StartAsync("true");
        string[] open = ["/", "/healthz", "/api/nodeinfo", "/.well-known/nodeinfo", "/api/p2p/status", "/api/upload/", "/api/upload/batch"];

        var ungated = host.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<PrivateGated>() is null && endpoint.Metadata.GetMetadata<AdminOnly>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText!);

        Assert.Equal(open.Order(), ungated.Distinct().Order());
    }

    [Theory]
    [InlineData(ApiToken)]
    [InlineData(AdminHost.Token)]
    public async Task Both_tokens_open_it_and_no_cache_on_the_way_keeps_what_they_see(string token)
    {
        await using var host = await StartAsync("true");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/search?q=");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-cache, private", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_wrong_token_is_told_so()
    {
        await using var host = await StartAsync("true");
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "another");

        Assert.Equal((HttpStatusCode.Unauthorized, """{"error":"Invalid or expired token"}"""), await host.GetAsync("/api/search?q="));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public async Task An_open_instance_wants_no_token(string? value)
    {
        await using var host = await StartAsync(value);

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/search?q=")).Status);
    }

    [Fact]
    public async Task Where_it_cannot_be_read_whether_the_instance_is_private_nothing_is_shown()
    {
        await using var host = await StartAsync("false");
        host.Settings.Failure = new StorageException(StorageFailure.Busy, "busy");

        foreach (var path in Content)
        {
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, """{"error":"The store of the node cannot answer at the moment."}"""), await host.GetAsync(path));
        }
    }

    private static async Task<SearchHost> StartAsync(string? value)
    {
        var host = await SearchHost.StartAsync(configure: options => options with { ApiToken = ApiToken, AdminToken = AdminHost.Token });
        if (value is not null)
        {
            await ((ISettingStore)host.Settings).SaveAsync("instance_private", value, Cancellation);
        }

        host.Peers.End();
        return host;
    }
}
