using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Metrics;
using SoundTime.Testing;

namespace SoundTime.Relay.Tests;

/// <summary>Who is let in, and how those are told who are not.</summary>
public sealed class HandshakeTests : RelayTest
{
    private const string Secret = "only for friends";

    [Theory]
    [InlineData("iroh-relay-v2, iroh-relay-v1", RelayProtocol.Version2)]
    [InlineData("iroh-relay-v1", RelayProtocol.Version1)]
    [InlineData("iroh-relay-v9, iroh-relay-v1", RelayProtocol.Version1)]
    public async Task The_highest_version_that_both_know_is_chosen_and_named(string offered, string chosen)
    {
        await using var relay = await StartAsync();
        using var response = await UpgradeAsync(relay, protocols: offered);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, response.StatusCode);
        Assert.Equal(chosen, Assert.Single(response.Headers.GetValues("Sec-WebSocket-Protocol")));
        Assert.False(response.Headers.Contains("Sec-WebSocket-Extensions"));
    }

    [Theory]
    [InlineData("h2c", "13", "dGhlIHNhbXBsZSBub25jZQ==", "iroh-relay-v2")]
    [InlineData("websocket", "12", "dGhlIHNhbXBsZSBub25jZQ==", "iroh-relay-v2")]
    [InlineData("websocket", "13", "short", "iroh-relay-v2")]
    [InlineData("websocket", "13", "dGhlIHNhbXBsZSBub25jZQ==", "iroh-relay-v9")]
    [InlineData("websocket", "13", "dGhlIHNhbXBsZSBub25jZQ==", null)]
    public async Task An_upgrade_that_is_none_of_ours_is_a_bad_request(string upgrade, string version, string key, string? protocols)
    {
        await using var relay = await StartAsync();
        using var response = await UpgradeAsync(relay, upgrade, version, key, protocols);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(1, Metrics(relay).CountOf(DenialReason.BadRequest));
    }

    [Fact]
    public async Task A_wrong_signature_is_denied_with_its_reason()
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.OpenAsync(relay, Token);
        Assert.Equal(Denial("signature invalid"), await client.AuthenticateAsync(Token, signer: SecretKey.Generate()));
        Assert.Empty(await client.ReceiveAsync(Token));
        Assert.Equal(1, Metrics(relay).CountOf(DenialReason.Signature));
    }

    [Fact]
    public async Task A_first_message_that_is_too_long_is_no_signature()
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.OpenAsync(relay, Token);
        await client.ReceiveAsync(Token);
        await client.SendAsync(new byte[RelayProtocol.ClientAuthSize + 1], Token);
        Assert.Equal(Denial("signature invalid"), await client.ReceiveAsync(Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("only for friend")]
    public async Task A_node_without_the_right_token_is_not_authorized(string? token)
    {
        await using var relay = await StartAsync(Options with { Tokens = ["another", Secret] });
        using var client = await TestClient.OpenAsync(relay, Token, token: token);
        Assert.Equal(Denial("not authorized"), await client.AuthenticateAsync(Token));
        Assert.Equal(0, relay.Clients);
    }

    [Fact]
    public async Task A_token_lets_in_and_so_does_being_listed()
    {
        var listed = SecretKey.Generate();
        await using var relay = await StartAsync(Options with { Tokens = ["another", Secret], AllowedNodes = [listed.NodeId] });
        using var withToken = await TestClient.ConnectAsync(relay, Token, token: Secret);
        using var withoutToken = await TestClient.ConnectAsync(relay, Token, key: listed);
        await UntilAsync(() => relay.Clients == 2);
    }

    [Fact]
    public async Task A_token_in_the_query_lets_in_as_browsers_can_give_no_header()
    {
        await using var relay = await StartAsync(Options with { Tokens = [Secret] });
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(RelayProtocol.Version2);
        await socket.ConnectAsync(new Uri($"ws://{relay.EndPoint}/relay?token={Uri.EscapeDataString(Secret)}"), Token);
        var challenge = new byte[1 + RelayProtocol.ChallengeSize];
        await socket.ReceiveAsync(challenge, Token);
        await socket.SendAsync(RelayProtocol.WriteClientAuth(SecretKey.Generate(), challenge.AsSpan(1)), WebSocketMessageType.Binary, true, Token);
        var answer = new byte[1];
        await socket.ReceiveAsync(answer, Token);
        Assert.Equal((byte)RelayFrameType.ServerConfirmsAuth, answer[0]);
    }

    [Fact]
    public async Task Nodes_that_are_not_listed_stay_out()
    {
        await using var relay = await StartAsync(Options with { AllowedNodes = [SecretKey.Generate().NodeId] });
        using var client = await TestClient.OpenAsync(relay, Token);
        Assert.Equal(Denial("not authorized"), await client.AuthenticateAsync(Token));
        Assert.Equal(1, Metrics(relay).CountOf(DenialReason.NotAuthorized));
    }

    [Fact]
    public async Task A_client_that_never_signs_is_cut_off()
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(Options, time);
        using var client = await TestClient.OpenAsync(relay, Token);
        await client.ReceiveAsync(Token);
        time.Advance(RelayLimits.HandshakeTimeout);
        await Assert.ThrowsAsync<WebSocketException>(() => client.ReceiveAsync(Token));
        await UntilAsync(() => Metrics(relay).CountOf(DenialReason.Unfinished) == 1);
    }

    [Fact]
    public async Task Handshakes_and_clients_are_limited_in_number()
    {
        await using var relay = await StartAsync(Options with { Limits = new RelayLimits { MaxHandshakes = 1, MaxClients = 1 } });
        using var first = await TestClient.OpenAsync(relay, Token);
        await first.ReceiveAsync(Token);
        using (var second = await UpgradeAsync(relay))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        }

        Assert.Equal(1, Metrics(relay).CountOf(DenialReason.Handshakes));
        first.Dispose();
        await UntilAsync(() => Metrics(relay).CountOf(DenialReason.Unfinished) == 1);

        using var only = await ConnectWhenThereIsRoomAsync(relay);
        await UntilAsync(() => relay.Clients == 1);
        using (var second = await UpgradeAsync(relay))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        }

        Assert.Equal(1, Metrics(relay).CountOf(DenialReason.Full));
    }

    private static RelayMetrics Metrics(RelayHost relay) => relay.Services.GetRequiredService<RelayMetrics>();

    private static byte[] Denial(string reason) => [(byte)RelayFrameType.ServerDeniesAuth, (byte)reason.Length, .. Encoding.UTF8.GetBytes(reason)];

    private static async Task<HttpResponseMessage> UpgradeAsync(
        RelayHost relay, string upgrade = "websocket", string version = "13", string key = "dGhlIHNhbXBsZSBub25jZQ==", string? protocols = RelayProtocol.Version2)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(relay.Url.Uri, RelayProtocol.Path));
        request.Headers.TryAddWithoutValidation("Upgrade", upgrade);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", version);
        if (protocols is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", protocols);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
