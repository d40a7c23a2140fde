using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;

namespace SoundTime.Interop.Tests.Relays;

/// <summary>Endpoints behind routers that translate addresses, with a relay on the internet between them.</summary>
public sealed class NatTests
{
    private const int Limit = 300_000;
    private const int Length = 1_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us, Dialler.Us)]
    [InlineData(Dialler.Us, Dialler.Iroh)]
    [InlineData(Dialler.Iroh, Dialler.Us)]
    public async Task Two_behind_NAT_talk_through_the_relay(Dialler left, Dialler right)
    {
        await using var network = await NatNetwork.StartAsync(isRightReachable: false, Token);
        await using var relay = PeerProcess.StartOurs(network.Backbone);
        var url = await StartRelayAsync(relay);
        await using var from = await StartAsync(left, network.Left, url);
        await using var to = await StartAsync(right, network.Right, url);

        var (dialled, accepted) = await ConnectAsync(from, to);

        await ExchangeAsync(dialled, accepted);
        await ExchangeAsync(accepted, dialled);
        foreach (var (kind, connection) in new[] { (left, dialled), (right, accepted) })
        {
            Assert.True(kind == Dialler.Iroh || await connection.GetPathAsync(Token) == url.Text);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task With_one_side_reachable_a_relayed_connection_moves_to_a_direct_path_and_stays_when_the_relay_is_killed(Dialler right)
    {
        await using var network = await NatNetwork.StartAsync(isRightReachable: true, Token);
        await network.BlockUdpAsync(true, Token);
        await using var relay = PeerProcess.StartOurs(network.Backbone);
        var url = await StartRelayAsync(relay);
        await using var from = await StartAsync(Dialler.Us, network.Left, url);
        await using var to = await StartAsync(right, network.Right, url);
        var (dialled, accepted) = await ConnectAsync(from, to);
        Assert.Equal(url.Text, await dialled.GetPathAsync(Token));
        await ExchangeAsync(dialled, accepted);

        await network.BlockUdpAsync(false, Token);
        await UntilAsync(async () => await dialled.GetPathAsync(Token) == to.EndPoints[0].ToString());
        await relay.KillAsync(Token);

        await ExchangeAsync(dialled, accepted);
        await ExchangeAsync(accepted, dialled);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us, Dialler.Us)]
    [InlineData(Dialler.Us, Dialler.Iroh)]
    [InlineData(Dialler.Iroh, Dialler.Us)]
    public async Task A_NAT_that_forgets_in_mid_transfer_does_not_break_a_direct_connection(Dialler left, Dialler right)
    {
        await using var network = await NatNetwork.StartAsync(isRightReachable: true, Token);
        await using var relay = PeerProcess.StartOurs(network.Backbone);
        var url = await StartRelayAsync(relay);
        await using var from = await StartAsync(left, network.Left, url);
        await using var to = await StartAsync(right, network.Right, url);
        await relay.KillAsync(Token);
        var (dialled, accepted) = await ConnectAsync(from, to);
        var before = right == Dialler.Us ? await accepted.GetPathAsync(Token) : "";
        do
        {
            await accepted.EchoAsync(Token);
            var exchange = dialled.ExchangeAsync(20 * Length, Token);
            await network.RebindAsync(Token);
            var result = await exchange;

            Assert.Equal((20 * Length, result.Sent), (result.Length, result.Received));
            await ExchangeAsync(dialled, accepted);
        }
        while (right == Dialler.Us && before == await accepted.GetPathAsync(Token)); // The kernel lets translations stand where it has much to do.
    }

    private static async Task<RelayUrl> StartRelayAsync(PeerProcess process) =>
        RelayUrl.Parse((await process.RequestAsync("startRelay", new { address = $"{NatNetwork.BackboneAddress}:0" }, Token)).GetProperty("url").GetString()!);

    private static async Task<RelayedPeer> StartAsync(Dialler kind, NetworkNamespace place, RelayUrl relay)
    {
        var peer = await RelayedPeer.StartAsync(kind, place, relay, Token);
        await peer.WaitUntilOnlineAsync(Token);
        return peer;
    }

    private static async Task<(PeerConnection Dialled, PeerConnection Accepted)> ConnectAsync(RelayedPeer from, RelayedPeer to)
    {
        var accepting = to.AcceptAsync(Token);
        var dialled = await from.ConnectAsync(to.Id, Token, to.EndPoints[0]);
        return (dialled, await accepting);
    }

    private static async Task ExchangeAsync(PeerConnection from, PeerConnection to)
    {
        await to.EchoAsync(Token);
        var result = await from.ExchangeAsync(Length, Token);
        Assert.Equal((Length, result.Sent), (result.Length, result.Received));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(Token);
        }
    }
}
