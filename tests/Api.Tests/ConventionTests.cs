using System.Net;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class ConventionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/nothing")]
    [InlineData("/api/tracks/a/b/c")]
    public async Task An_unknown_address_is_not_found_and_has_no_body(string path)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/tracks")]
    [InlineData("/api/p2p/status")]
    [InlineData("/healthz")]
    [InlineData("/")]
    public async Task A_wrong_verb_is_not_allowed(string path)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.DeleteAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/api/p2p/status")]
    [InlineData("/api/nothing")]
    [InlineData("/api/tracks/not-an-id")]
    public async Task Every_answer_has_the_security_headers_and_does_not_name_the_server(string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.StartsWith("default-src 'self'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.NotEmpty(Header(response, "Strict-Transport-Security"));
        Assert.NotEmpty(Header(response, "Referrer-Policy"));
        Assert.NotEmpty(Header(response, "Permissions-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:80", HttpStatusCode.OK)]
    [InlineData("[::1]:80", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    public async Task A_name_that_is_not_ours_is_not_answered(string name, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(status, await StatusUnderNameAsync(host, name));
    }

    [Fact]
    public async Task Other_names_are_answered_where_the_admin_allows_them()
    {
        await using var host = await ApiHost.StartAsync(options => options with { AllowedHosts = ["music.example", "*.friends.example"] });

        Assert.Equal(HttpStatusCode.OK, await StatusUnderNameAsync(host, "music.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusUnderNameAsync(host, "a.friends.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusUnderNameAsync(host, "localhost"));
    }

    private static async Task<HttpStatusCode> StatusUnderNameAsync(ApiHost host, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/p2p/status");
        request.Headers.Host = name;
        using var response = await host.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
