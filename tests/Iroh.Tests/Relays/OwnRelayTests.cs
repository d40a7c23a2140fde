using System.Net;
using System.Security.Cryptography;
using SoundTime.Iroh.Relays;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Relay;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>The relay client with the relay server of this project.</summary>
public sealed class OwnRelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Datagrams_and_batches_pass_both_ways()
    {
        await using var relay = await StartAsync();
        await using var a = new RelayedNode([new RelayServer(relay.Url)]);
        await using var b = new RelayedNode([new RelayServer(relay.Url)]);
        await Waiting.UntilAsync(() => a.Transport.Home == relay.Url && b.Transport.Home == relay.Url, Token);
        var batch = RandomNumberGenerator.GetBytes((10 * 1200) + 7);
        a.Send(relay.Url, b.Id, batch, 1200);
        await b.UntilReceived(11);
        Assert.Equal(batch, b.Received.SelectMany(datagram => datagram.Bytes));
        b.Send(relay.Url, a.Id, [4]);
        await a.UntilReceived(1);
        Assert.Equal(b.Id, a.Received[0].From);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_without_the_token_is_denied_and_told_so()
    {
        await using var relay = await StartAsync("secret");
        await using var stranger = new RelayedNode([new RelayServer(relay.Url, "a guess")]);
        await using var friend = new RelayedNode([new RelayServer(relay.Url, "secret")]);
        await Waiting.UntilAsync(() => friend.Transport.Home == relay.Url, Token);
        Assert.Equal(RelayState.Denied, (await stranger.UntilProblem(relay.Url, "does not let this node in")).State);
        Assert.Null(stranger.Transport.Home);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_was_started_again_is_connected_to_again()
    {
        await using var a = await WithRelayAsync(port: 0, async (relay, node) => await Waiting.UntilAsync(() => node.Transport.Home == relay.Url, Token), null);
        await Waiting.UntilAsync(() => a.Transport.Statuses.Single().State != RelayState.Connected, Token);
        var port = a.Transport.Statuses.Single().Url.Uri.Port;
        await WithRelayAsync(port, async (_, node) => await Waiting.UntilAsync(() => node.Transport.Statuses.Single().State == RelayState.Connected, Token), a);
    }

    private static Task<RelayHost> StartAsync(params string[] tokens) =>
        RelayHost.StartAsync(new RelayOptions { ListenOn = new IPEndPoint(IPAddress.Loopback, 0), Tokens = tokens });

    /// <summary>Does something while a relay runs.</summary>
    private static async Task<RelayedNode> WithRelayAsync(int port, Func<RelayHost, RelayedNode, Task> action, RelayedNode? node)
    {
        await using var relay = await RelayHost.StartAsync(new RelayOptions { ListenOn = new IPEndPoint(IPAddress.Loopback, port) });
        node ??= new RelayedNode([new RelayServer(relay.Url)]);
        await action(relay, node);
        return node;
    }
}
