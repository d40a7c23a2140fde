using System.Net;
using SoundTime.Api.Tests.Support;

namespace SoundTime.Api.Tests;

public sealed class SearchRateTests
{
    /// <summary>No more comes back while a test runs.</summary>
    private static readonly RequestRate Once = new(Burst: 1, TimeSpan.FromHours(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_searches_too_often_is_told_when_to_come_back_and_other_requests_pass()
    {
        await using var host = await SearchHost.StartAsync(configure: options => options with { SearchRate = Once });
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/search?q=")).Status);

        using var response = await host.Client.GetAsync("/api/search?q=", Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("""{"error":"Too many searches at once; wait before the next."}""", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/p2p/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/healthz")).Status);
    }

    [Theory]
    [InlineData("/api/p2p/search?q=", """{"message":"Too many searches at once; wait before the next."}""")]
    [InlineData("/api/p2p/search/stream?q=", """{"message":"Too many searches at once; wait before the next."}""")]
    [InlineData("/api/search?q=&include_p2p=true", """{"error":"Too many searches at once; wait before the next."}""")]
    public async Task Having_peers_asked_is_counted_for_itself_whatever_asks_them(string path, string body)
    {
        await using var host = await SearchHost.StartAsync(configure: options => options with { PeerSearchRate = Once });
        host.Peers.End();
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/search?q=a&include_p2p=true")).Status);

        Assert.Equal((HttpStatusCode.TooManyRequests, body), await host.GetAsync(path));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/search?q=")).Status);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(100, 1)]
    public async Task Open_searches_are_bounded_for_a_client_and_in_all_until_they_end(int ofClient, int inAll)
    {
        await using var host = await SearchHost.StartAsync(
            configure: options => options with { OpenPeerSearchesOfClient = ofClient, OpenPeerSearches = inAll });
        using (var open = await host.Client.GetAsync("/api/p2p/search/stream?q=a", HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            using var second = await host.Client.GetAsync("/api/p2p/search/stream?q=a", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(2), second.Headers.RetryAfter!.Delta);

            host.Peers.End();
            Assert.Contains("event: done", await open.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        // The place is free when the server has seen the end, which is after the client has.
        HttpStatusCode status;
        do
        {
            (status, _) = await host.GetAsync("/api/p2p/search/stream?q=a");
        }
        while (status == HttpStatusCode.TooManyRequests);

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_proxy_on_this_machine_is_believed_for_whom_it_asks_and_what_came_before_it_is_not()
    {
        await using var host = await SearchHost.StartAsync(configure: options => options with { SearchRate = Once });

        Assert.Equal(HttpStatusCode.OK, await SearchAsync(host, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SearchAsync(host, "198.51.100.9, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(host, "192.0.2.1, 2001:db8::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SearchAsync(host, "2001:db8::2"));
    }

    private static async Task<HttpStatusCode> SearchAsync(SearchHost host, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/search?q=");
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await host.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
