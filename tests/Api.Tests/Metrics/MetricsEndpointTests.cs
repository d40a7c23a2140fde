using System.Net;
using System.Net.Http.Headers;
using NSubstitute;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class MetricsEndpointTests
{
    private const string Text = "# TYPE soundtime_cache_bytes gauge\nsoundtime_cache_bytes 7\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programs_of_this_machine_read_the_metrics_without_a_token()
    {
        await using var host = await StartAsync();

        using var response = await GetAsync(host, authorization: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(Text, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task What_comes_over_a_proxy_of_this_machine_needs_the_admin_token(string header, string value)
    {
        await using var host = await StartAsync();

        using var refused = await GetAsync(host, authorization: null, (header, value));
        using var allowed = await GetAsync(host, $"Bearer {AdminHost.Token}", (header, value));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task A_page_that_points_a_name_of_its_own_here_reads_nothing()
    {
        await using var host = await StartAsync(options => options with { AllowedHosts = ["*"] });

        using var response = await GetAsync(host, authorization: null, ("Host", "music.example"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer secret", HttpStatusCode.Forbidden)]
    [InlineData("Bearer " + AdminHost.Token, HttpStatusCode.OK)]
    public async Task Where_an_api_token_is_set_this_machine_needs_the_admin_token_too(string? authorization, HttpStatusCode status)
    {
        await using var host = await StartAsync(options => options with { ApiToken = "secret" });

        using var response = await GetAsync(host, authorization);

        Assert.Equal(status, response.StatusCode);
    }

    private static async Task<ApiHost> StartAsync(Func<ApiOptions, ApiOptions>? configure = null)
    {
        var host = await ApiHost.StartAsync(options => (configure?.Invoke(options) ?? options) with { AdminToken = AdminHost.Token });
        host.Service<IMetricsText>().WriteAsync(Arg.Any<CancellationToken>()).Returns(Text);
        return host;
    }

    private static async Task<HttpResponseMessage> GetAsync(ApiHost host, string? authorization, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        if (header is { } named)
        {
            request.Headers.TryAddWithoutValidation(named.Name, named.Value);
        }

        return await host.Client.SendAsync(request, Cancellation);
    }
}
