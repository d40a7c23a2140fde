using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SoundTime.Relay.Metrics;

namespace SoundTime.Relay.Tests;

/// <summary>What a relay answers beside relaying, and what slow and greedy clients get.</summary>
public sealed class HttpTests : RelayTest, IDisposable
{
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Probes_are_answered_as_iroh_expects()
    {
        await using var relay = await StartAsync();
        using var ping = await _http.GetAsync(new Uri(relay.Url.Uri, "ping"), Token);
        Assert.Equal(HttpStatusCode.OK, ping.StatusCode);
        Assert.Equal("*", Assert.Single(ping.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Empty(await ping.Content.ReadAsByteArrayAsync(Token));

        using var health = JsonDocument.Parse(await _http.GetStringAsync(new Uri(relay.Url.Uri, "healthz"), Token));
        Assert.Equal("ok", health.RootElement.GetProperty("status").GetString());
        Assert.Contains("relay", await _http.GetStringAsync(relay.Url.Uri, Token), StringComparison.Ordinal);
        Assert.Contains("Disallow: /", await _http.GetStringAsync(new Uri(relay.Url.Uri, "robots.txt"), Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ts_relay.example", "response ts_relay.example")]
    [InlineData("no spaces", null)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", null)]
    public async Task The_probe_for_captive_portals_answers_a_challenge_that_is_one(string challenge, string? answer)
    {
        await using var relay = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(relay.Url.Uri, "generate_204"));
        request.Headers.TryAddWithoutValidation("X-Iroh-Challenge", challenge);
        using var response = await _http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(answer, response.Headers.TryGetValues("X-Iroh-Response", out var values) ? Assert.Single(values) : null);
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("pkarr/8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo")]
    [InlineData("anything")]
    public async Task Metrics_the_directory_and_everything_else_are_not_there_unless_asked_for(string path)
    {
        await using var relay = await StartAsync();
        using var response = await _http.GetAsync(new Uri(relay.Url.Uri, path), Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_are_read_on_their_own_listener_and_nothing_else_is()
    {
        await using var relay = await StartAsync(Options with { MetricsOn = new IPEndPoint(IPAddress.Loopback, 0) });
        using var client = await TestClient.ConnectAsync(relay, Token);
        await client.SendAsync(client.Id, new byte[100], Token);
        await client.ReceiveAsync(Token);
        var address = new Uri($"http://{relay.MetricsEndPoint}");
        var text = await _http.GetStringAsync(new Uri(address, "metrics"), Token);
        Assert.Contains("# TYPE soundtime_relay_clients gauge\nsoundtime_relay_clients 1\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE soundtime_relay_datagrams_total counter\nsoundtime_relay_datagrams_total 1\n", text, StringComparison.Ordinal);
        Assert.Contains("soundtime_relay_bytes_total 100\n", text, StringComparison.Ordinal);
        Assert.Contains("soundtime_relay_denied_total{reason=\"not_authorized\"} 0\n", text, StringComparison.Ordinal);
        using var other = await _http.GetAsync(new Uri(address, "ping"), Token);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var elsewhere = await _http.GetAsync(new Uri(relay.Url.Uri, "metrics"), Token);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task A_request_whose_headers_trickle_in_is_cut_off()
    {
        await using var relay = await StartAsync();
        using var socket = await OpenAsync(relay);
        await socket.SendAsync("GET /relay HTTP/1.1\r\nHost: relay\r\nX-Slow: "u8.ToArray(), Token);
        var answer = await ReadToEndAsync(socket);
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_beyond_their_limits_are_refused()
    {
        await using var relay = await StartAsync();
        using var socket = await OpenAsync(relay);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /ping HTTP/1.1\r\nHost: relay\r\nX-Long: {new string('a', RelayLimits.MaxHeaderBytes)}\r\n\r\n"), Token);
        Assert.StartsWith("HTTP/1.1 431", await ReadToEndAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_holds_its_share_of_connections_gets_no_more()
    {
        await using var relay = await StartAsync(Options with { Limits = new RelayLimits { MaxConnectionsPerAddress = 2 } });
        using var first = await TestClient.ConnectAsync(relay, Token);
        using var second = await TestClient.ConnectAsync(relay, Token);
        await AssertRefusedAsync(relay);
        Assert.Equal(1, relay.Services.GetRequiredService<RelayMetrics>().CountOf(DenialReason.Address));
        second.Dispose();
        using var third = await ConnectWhenThereIsRoomAsync(relay);
    }

    [Fact]
    public async Task A_thousand_silent_clients_keep_nobody_from_talking()
    {
        const int Count = 1000;
        await using var relay = await StartAsync(Options with { Limits = new RelayLimits { MaxConnectionsPerAddress = Count + 2 } });
        List<TestClient> silent = [];
        for (var i = 0; i < Count; i++)
        {
            silent.Add(await TestClient.ConnectAsync(relay, Token));
        }

        using var alice = await TestClient.ConnectAsync(relay, Token);
        using var bob = await TestClient.ConnectAsync(relay, Token);
        await alice.SendAsync(bob.Id, [1], Token);
        Assert.Equal(alice.Id.ToArray(), (await bob.ReceiveAsync(Token))[1..^2]);
        silent.ForEach(client => client.Dispose());
        await UntilAsync(() => relay.Clients == 2);
    }

    public void Dispose() => _http.Dispose();

    private static async Task AssertRefusedAsync(RelayHost relay)
    {
        try
        {
            using var socket = await OpenAsync(relay);
            Assert.Empty(await ReadToEndAsync(socket));
        }
        catch (SocketException)
        {
            // Reset before the connect had ended here.
        }
    }

    private static async Task<Socket> OpenAsync(RelayHost relay)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(relay.EndPoint, Token);
        return socket;
    }

    /// <summary>What comes until the relay closes or resets the connection.</summary>
    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Token) is var length and > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, length));
            }
        }
        catch (SocketException)
        {
            // Reset; what came before counts.
        }

        return text.ToString();
    }
}
