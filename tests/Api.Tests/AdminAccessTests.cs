using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;

namespace SoundTime.Api.Tests;

public sealed class AdminAccessTests
{
    private const string Path = "/api/admin/p2p/peers";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_below_the_admin_path_is_answered_without_a_token()
    {
        await using var host = await ApiHost.StartAsync();
        var endpoints = host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/admin", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => (Method: method, Path: endpoint.RoutePattern.RawText!.Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal))))
            .ToList();

        // Lists and overviews also by HEAD.
        Assert.Equal(33, endpoints.Count);
        foreach (var (method, path) in endpoints)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await host.Client.SendAsync(request, Cancellation);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Contains(new AuthenticationHeaderValue("Bearer"), response.Headers.WwwAuthenticate);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(
                method == "HEAD" ? "" : """{"error":"Missing or invalid Authorization header"}""",
                await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Theory]
    [InlineData("Basic the-token-of-the-admin", """{"error":"Missing or invalid Authorization header"}""")]
    [InlineData("the-token-of-the-admin", """{"error":"Missing or invalid Authorization header"}""")]
    [InlineData("Bearer ", """{"error":"Missing or invalid Authorization header"}""")]
    [InlineData("Bearer the-token-of-the-admi", """{"error":"Invalid or expired token"}""")]
    [InlineData("Bearer the-token-of-the-admins", """{"error":"Invalid or expired token"}""")]
    public async Task Who_shows_something_else_than_the_token_is_told_so(string authorization, string body)
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, body), await GetAsync(host, authorization));
    }

    [Theory]
    [InlineData("Bearer the-token-of-the-admin")]
    [InlineData("bearer  the-token-of-the-admin ")]
    public async Task The_token_is_let_in_and_what_it_sees_is_not_kept_on_the_way(string authorization)
    {
        await using var host = await AdminHost.StartAsync();
        using var request = RequestOf(HttpMethod.Get, authorization);

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task The_api_token_does_not_make_an_admin()
    {
        await using var host = await AdminHost.StartAsync(configure: options => options with { AdminToken = AdminHost.Token, ApiToken = "secret" });

        Assert.Equal((HttpStatusCode.Forbidden, """{"error":"Admin access required"}"""), await GetAsync(host, "Bearer secret"));
    }

    [Fact]
    public async Task Without_one_in_the_options_the_token_in_the_store_counts_from_the_moment_it_is_made()
    {
        await using var host = await AdminHost.StartAsync(configure: options => options);
        var tokens = new AdminTokenStore(host.Settings);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "Bearer anything")).Status);

        var first = await tokens.TryCreateAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, $"Bearer {first}")).Status);

        var second = await tokens.ReplaceAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, $"Bearer {second}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, $"Bearer {first}")).Status);
    }

    [Fact]
    public async Task One_in_the_options_overrides_the_one_in_the_store_and_needs_no_store()
    {
        await using var host = await AdminHost.StartAsync();
        var stored = await new AdminTokenStore(host.Settings).TryCreateAsync(Cancellation);
        host.Settings.Failure = new StorageException(StorageFailure.Busy, "locked");

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, $"Bearer {stored}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, $"Bearer {AdminHost.Token}")).Status);
    }

    [Theory]
    [InlineData(StorageFailure.Busy)]
    [InlineData(StorageFailure.Damaged)]
    [InlineData(StorageFailure.Other)]
    public async Task A_store_that_does_not_answer_says_nothing_of_the_token(StorageFailure reason)
    {
        await using var host = await AdminHost.StartAsync(configure: options => options with { ApiToken = "secret" });
        host.Settings.Failure = new StorageException(reason, "gone");

        using var request = RequestOf(HttpMethod.Get, "Bearer whatever");
        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        await Expect.ErrorBodyAsync(response);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(host, "Bearer secret")).Status);
    }

    [Fact]
    public async Task Who_tries_many_tokens_has_to_wait_but_the_right_one_is_let_in()
    {
        await using var host = await AdminHost.StartAsync();
        for (var i = 0; i < AccessLimits.MaxWrongTokens; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, $"Bearer wrong{i}")).Status);
        }

        using (var request = RequestOf(HttpMethod.Get, "Bearer wrong"))
        using (var response = await host.Client.SendAsync(request, Cancellation))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter?.Delta);
            await Expect.ErrorBodyAsync(response);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, $"Bearer {AdminHost.Token}")).Status);

        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "Bearer wrong")).Status);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_changes_nothing_even_with_the_token(string header, string value)
    {
        await using var host = await AdminHost.StartAsync();
        using var request = RequestOf(HttpMethod.Post, $"Bearer {AdminHost.Token}");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        await Expect.ErrorBodyAsync(response);
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(AdminHost host, string authorization)
    {
        using var request = RequestOf(HttpMethod.Get, authorization);
        using var response = await host.Client.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static HttpRequestMessage RequestOf(HttpMethod method, string authorization)
    {
        var request = new HttpRequestMessage(method, Path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }
}
