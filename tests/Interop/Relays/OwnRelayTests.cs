using System.Net;
using Microsoft.Extensions.Logging;
using SoundTime.Relay;

namespace SoundTime.Interop.Tests.Relays;

/// <summary>Two real iroh endpoints that find each other on our relay, with no node of ours between them.</summary>
public sealed class OwnRelayTests
{
    private const int Length = 1 << 20;
    private const string Secret = "only for friends";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_iroh_endpoints_talk_through_our_relay(bool withAddressDiscovery)
    {
        await using var relay = await StartRelayAsync(loggers: null);
        await ExchangeAsync(relay, withAddressDiscovery, token: null);
    }

    [Fact]
    public async Task A_token_that_the_relay_demands_lets_iroh_endpoints_in()
    {
        await using var relay = await StartRelayAsync(loggers: null, Secret);
        await ExchangeAsync(relay, withAddressDiscovery: false, Secret);
    }

    [Fact]
    public async Task An_iroh_endpoint_without_the_token_does_not_get_in()
    {
        using var denials = new DenialLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(denials));
        await using var relay = await StartRelayAsync(loggers, Secret);
        await using var stranger = await RelayedPeer.StartAsync(relay.Url, withAddressDiscovery: false, "a guess", Token);
        Assert.Contains(stranger.Id.ShortText, await denials.NextAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, relay.Clients);
    }

    private static Task<RelayHost> StartRelayAsync(ILoggerFactory? loggers, params string[] tokens) =>
        RelayHost.StartAsync(new RelayOptions { ListenOn = new IPEndPoint(IPAddress.Loopback, 0), Tokens = tokens }, loggers, cancellationToken: Token);

    private static async Task ExchangeAsync(RelayHost relay, bool withAddressDiscovery, string? token)
    {
        await using var alice = await RelayedPeer.StartAsync(relay.Url, withAddressDiscovery, token, Token);
        await using var bob = await RelayedPeer.StartAsync(relay.Url, withAddressDiscovery, token, Token);
        await alice.WaitUntilOnlineAsync(Token);
        await bob.WaitUntilOnlineAsync(Token);
        var accepting = bob.AcceptAsync(Token);
        var connection = await alice.ConnectAsync(bob.Id, Token);
        var accepted = await accepting;
        Assert.Equal(bob.Id, connection.RemoteId);
        Assert.Equal(alice.Id, accepted.RemoteId);
        await accepted.EchoAsync(Token);
        var exchange = await connection.ExchangeAsync(Length, Token);
        Assert.Equal(Length, exchange.Length);
        Assert.Equal(exchange.Sent, exchange.Received);
    }
}
