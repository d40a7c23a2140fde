using System.Net;
using System.Security.Cryptography;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Relay;

namespace SoundTime.Interop.Tests.Relays;

/// <summary>Our endpoint and a real iroh endpoint that know each other by id and relay alone.</summary>
public sealed class OurEndpointTests
{
    private const int Limit = 300_000;
    private const int Length = 1_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task They_reach_each_other_by_id_and_relay_alone(Dialler dialler)
    {
        await using var relay = await StartRelayAsync();
        await using var peer = await StartPeerAsync(relay);
        await using var node = await StartNodeAsync(relay);
        var (ours, theirs) = await JoinAsync(node, peer, relay.Url, dialler);

        Assert.Equal(new ConnectionPath(null, relay.Url, dialler == Dialler.Us ? PathReason.AnsweredFirst : PathReason.PeerChose), ours.Path);
        Assert.Equal((peer.Id, node.Id), (ours.RemoteId, theirs.RemoteId));
        await ExchangeAsync(ours, theirs);
        Assert.False(ours.Path.IsDirect);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task A_relay_that_is_restarted_in_mid_transfer_costs_no_byte(Dialler dialler)
    {
        var relay = await StartRelayAsync();
        try
        {
            await using var peer = await StartPeerAsync(relay);
            await using var node = await StartNodeAsync(relay);
            var (ours, theirs) = await JoinAsync(node, peer, relay.Url, dialler);
            await theirs.EchoAsync(Token);
            await ExchangeAroundAsync(ours, async () =>
            {
                await relay.DisposeAsync();
                relay = await StartRelayAsync(relay.EndPoint);
            });
            Assert.False(ours.Path.IsDirect);
        }
        finally
        {
            await relay.DisposeAsync();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_connection_that_we_dialled_moves_to_a_direct_path_in_mid_transfer_and_outlives_the_relay()
    {
        await using var relay = await StartRelayAsync();
        await using var peer = await StartPeerAsync(relay);
        var lookup = new GatedLookup();
        await using var node = await StartNodeAsync(relay, lookup);
        var (ours, theirs) = await JoinAsync(node, peer, relay.Url, Dialler.Us);
        Assert.False(ours.Path.IsDirect);
        await theirs.EchoAsync(Token);
        await ExchangeAroundAsync(ours, async () =>
        {
            lookup.Open(new NodeAddress(peer.Id, peer.EndPoints[0]));
            await UntilAsync(() => ours.Path.IsDirect);
            await relay.DisposeAsync();
        });

        Assert.Equal(new ConnectionPath(peer.EndPoints[0], null, PathReason.MovedToDirect), ours.Path);
        await ExchangeAsync(ours, theirs);
    }

    private static Task<RelayHost> StartRelayAsync(IPEndPoint? on = null) =>
        RelayHost.StartAsync(new RelayOptions { ListenOn = on ?? new IPEndPoint(IPAddress.Loopback, 0) }, cancellationToken: Token);

    private static async Task<RelayedPeer> StartPeerAsync(RelayHost relay)
    {
        var peer = await RelayedPeer.StartAsync(relay.Url, withAddressDiscovery: false, token: null, Token);
        await peer.WaitUntilOnlineAsync(Token);
        return peer;
    }

    private static async Task<IrohEndpoint> StartNodeAsync(RelayHost relay, params IAddressLookup[] lookups)
    {
        var node = IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = SecretKey.Generate(),
            Protocol = RelayedPeer.Protocol,
            BindTo = [new IPEndPoint(IPAddress.Loopback, 0)],
            Relays = [new RelayServer(relay.Url)],
            AddressLookups = lookups,
        });
        for (var address = node.Address; address.Relays.Count == 0;)
        {
            address = await node.WaitForAddressChangeAsync(address, Token);
        }

        return node;
    }

    private static async Task<(IrohConnection Ours, PeerConnection Theirs)> JoinAsync(IrohEndpoint node, RelayedPeer peer, RelayUrl relay, Dialler dialler)
    {
        if (dialler == Dialler.Iroh)
        {
            var connecting = peer.ConnectAsync(node.Id, Token);
            return (await node.AcceptConnectionAsync(Token), await connecting);
        }

        var accepting = peer.AcceptAsync(Token);
        return (await node.ConnectAsync(new NodeAddress(peer.Id, [], [relay]), Token), await accepting);
    }

    /// <summary>Bytes in both directions, on streams that either side opens.</summary>
    private static async Task ExchangeAsync(IrohConnection ours, PeerConnection theirs)
    {
        var exchange = theirs.ExchangeAsync(Length, Token);
        await StreamBytes.EchoAsync(await ours.AcceptStreamAsync(Token), Token);
        await theirs.EchoAsync(Token);
        foreach (var result in new[] { await exchange, await StreamBytes.ExchangeAsync(ours, Length, Token) })
        {
            Assert.Equal((Length, result.Sent), (result.Length, result.Received));
        }
    }

    /// <summary>Sends bytes to be echoed; once the first are back, something happens while the rest is on its way.</summary>
    private static async Task ExchangeAroundAsync(IrohConnection connection, Func<Task> inTheMiddle)
    {
        var data = RandomNumberGenerator.GetBytes(8 * Length);
        var received = new byte[data.Length];
        await using var stream = await connection.OpenStreamAsync(Token);
        await stream.WriteAsync(data.AsMemory(0, Length / 10), Token);
        await stream.ReadExactlyAsync(received.AsMemory(0, Length / 10), Token);
        var writing = stream.WriteAsync(data.AsMemory(Length / 10), Token).AsTask();
        var reading = stream.ReadExactlyAsync(received.AsMemory(Length / 10), Token).AsTask();
        await inTheMiddle();
        await writing;
        await reading;
        Assert.True(data.AsSpan().SequenceEqual(received));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(Token);
        }
    }

    /// <summary>Knows nothing until it is told.</summary>
    private sealed class GatedLookup : IAddressLookup
    {
        private readonly TaskCompletionSource<NodeAddress> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "a gate";

        public void Open(NodeAddress address) => _found.SetResult(address);

        public Task<NodeAddress> FindAsync(SoundTime.Wire.NodeId node, CancellationToken cancellationToken) => _found.Task.WaitAsync(cancellationToken);
    }
}
