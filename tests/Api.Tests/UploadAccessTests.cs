using System.Net;
using System.Net.Http.Headers;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

/// <summary>An empty body that is let in is answered 415: past the access rule, before any work.</summary>
public sealed class UploadAccessTests
{
    private const HttpStatusCode LetIn = HttpStatusCode.UnsupportedMediaType;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Bearer secret", LetIn)]
    [InlineData("bearer secret", LetIn)]
    [InlineData("Bearer secre", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer secrets", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("secret", HttpStatusCode.Unauthorized)]
    [InlineData("Basic secret", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task With_a_token_set_only_who_shows_it_is_let_in(string? authorization, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync(options => options with { ApiToken = "secret" });

        foreach (var path in new[] { "/api/upload", "/api/upload/batch" })
        {
            using var response = await PostAsync(host, path, ("Authorization", authorization), ("X-Forwarded-For", "192.0.2.1"));
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(status == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Contains(new AuthenticationHeaderValue("Bearer")));
            await Expect.ErrorBodyAsync(response);
        }
    }

    [Fact]
    public async Task Without_a_token_this_machine_is_let_in()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await PostAsync(host, "/api/upload");

        Assert.Equal(LetIn, response.StatusCode);
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Real-IP", "192.0.2.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "rebound.example")]
    public async Task Without_a_token_who_comes_through_a_proxy_or_under_another_name_is_told_to_use_one(string header, string value)
    {
        await using var host = await ApiHost.StartAsync(options => options with { AllowedHosts = ["*"] });

        using var response = await PostAsync(host, "/api/upload", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("API_TOKEN", await Expect.ErrorBodyAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Without_a_token_a_page_of_another_site_is_refused(string header, string value)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await PostAsync(host, "/api/upload", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        await Expect.ErrorBodyAsync(response);
    }

    [Fact]
    public async Task Without_a_token_a_page_of_ours_is_let_in()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await PostAsync(
            host, "/api/upload", ("Origin", host.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(LetIn, response.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public async Task The_admin_token_is_let_in_wherever_it_comes_from(string? apiToken)
    {
        await using var host = await ApiHost.StartAsync(options => options with { ApiToken = apiToken });
        var token = await new AdminTokenStore(host.Settings).TryCreateAsync(Cancellation);

        using var response = await PostAsync(host, "/api/upload", ("Authorization", $"Bearer {token}"), ("X-Forwarded-For", "192.0.2.1"));

        Assert.Equal(LetIn, response.StatusCode);
    }

    [Fact]
    public async Task Who_tries_many_tokens_has_to_wait_but_the_right_one_is_let_in()
    {
        await using var host = await ApiHost.StartAsync(options => options with { ApiToken = "secret" });
        for (var i = 0; i < AccessLimits.MaxWrongTokens; i++)
        {
            using var wrong = await PostAsync(host, "/api/upload", ("Authorization", $"Bearer {i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var refused = await PostAsync(host, "/api/upload", ("Authorization", "Bearer x"));
        using var right = await PostAsync(host, "/api/upload", ("Authorization", "Bearer secret"));

        Assert.Equal((HttpStatusCode.TooManyRequests, LetIn), (refused.StatusCode, right.StatusCode));
    }

    private static async Task<HttpResponseMessage> PostAsync(ApiHost host, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await host.Client.SendAsync(request, Cancellation);
    }
}
