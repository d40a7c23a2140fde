using System.Net;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using static System.Net.IPAddress;

namespace SoundTime.Interop.Tests.Endpoints;

public sealed class HandshakeTests
{
    private const int Limit = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task Both_sides_prove_their_ids(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.JoinAsync(node, peer, dialler, Token);

        Assert.Equal(peer.Id, ours.RemoteId);
        Assert.Equal(node.Id, theirs.RemoteId);
        Assert.Equal(Node.Protocol, theirs.Protocol);
        Assert.Equal(dialler == Dialler.Us, ours.IsOutbound);
    }

    [Fact(Timeout = Limit)]
    public async Task One_seed_gives_one_id_here_and_there()
    {
        var seed = new byte[SecretKey.Size];
        seed.AsSpan().Fill(0x2a);
        await using var peer = await IrohPeer.StartAsync(Token, seed);

        Assert.Equal(new SecretKey(seed).NodeId, peer.Id);
        Assert.Equal("197f6b23e16c8532c6abc838facd5ea789be0c76b2920334039bfa8b3d368d61", peer.Id.ToString());
    }

    [Fact(Timeout = Limit)]
    public async Task A_peer_with_another_key_than_expected_is_not_accepted()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var expected = SecretKey.Generate().NodeId;

        var accepting = peer.AcceptAsync(Token);
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => node.ConnectAsync(new NodeAddress(expected, peer.EndPoints[0]), Token));

        await Assert.ThrowsAsync<PeerException>(() => accepting);
        Assert.Equal(ConnectFailure.WrongIdentity, exception.Reason);
        Assert.Equal(expected, exception.Node);
    }

    [Fact(Timeout = Limit)]
    public async Task Iroh_does_not_accept_us_under_another_id_than_ours()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();

        var exception = await Assert.ThrowsAsync<PeerException>(() => peer.ConnectAsync(SecretKey.Generate().NodeId, node.LocalEndPoints, Token));

        Assert.Contains("UnknownIssuer", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_peer_without_our_protocol_is_told_apart()
    {
        await using var peer = await IrohPeer.StartAsync(Token, protocol: "another/1");
        await using var node = Node.Bind();

        var accepting = peer.AcceptAsync(Token);
        var exception = await Assert.ThrowsAsync<IrohConnectException>(() => node.ConnectAsync(peer.Address, Token));

        Assert.Equal(ConnectFailure.NoCommonProtocol, exception.Reason);
        await Assert.ThrowsAsync<PeerException>(() => accepting);
    }

    [Fact(Timeout = Limit)]
    public async Task Iroh_hears_that_we_do_not_speak_its_protocol()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();

        var exception = await Assert.ThrowsAsync<PeerException>(() => peer.ConnectAsync(node.Id, node.LocalEndPoints, Token, "another/1"));

        // TLS alert 120, no_application_protocol.
        Assert.Contains("120", exception.Message, StringComparison.Ordinal);
        await peer.ConnectAsync(node, Token);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task IPv6_serves_as_well(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind(addresses: [Loopback, IPv6Loopback]);
        PeerConnection theirs;
        IrohConnection ours;
        if (dialler == Dialler.Us)
        {
            var accepting = peer.AcceptAsync(Token);
            ours = await node.ConnectAsync(new NodeAddress(peer.Id, peer.EndPoints[1]), Token);
            theirs = await accepting;
        }
        else
        {
            var connecting = peer.ConnectAsync(node.Id, [node.LocalEndPoints[1]], Token);
            ours = await node.AcceptConnectionAsync(Token);
            theirs = await connecting;
        }

        Assert.Equal(IPv6Loopback, ours.RemoteEndPoint?.Address);
        await AssertEchoAsync(ours, theirs);
    }

    [Fact(Timeout = Limit)]
    public async Task Iroh_dialling_all_our_addresses_at_once_gets_one_connection()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind(addresses: [Loopback, IPv6Loopback]);

        var (ours, theirs) = await Node.AcceptAsync(node, peer, Token);
        await AssertEchoAsync(ours, theirs);

        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var second = node.AcceptConnectionAsync(quiet.Token).AsTask();
        await AssertEchoAsync(ours, theirs);
        Assert.False(second.IsCompleted);
        await quiet.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact(Timeout = Limit)]
    public async Task We_find_the_one_address_of_several_that_answers()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind(addresses: [Loopback, IPv6Loopback]);
        await using var deaf = new DatagramProxy(new IPEndPoint(Loopback, 9)) { Drops = _ => true };

        var accepting = peer.AcceptAsync(Token);
        var address = new NodeAddress(peer.Id, [new NodeHost("127.0.0.1", deaf.EndPoint.Port), new NodeHost("::1", peer.EndPoints[1].Port)]);
        var ours = await node.ConnectAsync(address, Token);

        Assert.Equal(peer.EndPoints[1], ours.RemoteEndPoint);
        await AssertEchoAsync(ours, await accepting);
    }

    [Fact(Timeout = 180_000)]
    public async Task Fifty_peers_connect_at_once_and_are_all_served()
    {
        await using var first = await IrohPeer.StartAsync(Token);
        var others = await Task.WhenAll(Enumerable.Range(0, 49).Select(_ => first.BindAnotherAsync(Token)));
        await using var node = Node.Bind();
        var peers = others.Prepend(first).ToList();

        var connecting = peers.Select(async peer => (peer.Id, Result: await (await peer.ConnectAsync(node, Token)).ExchangeAsync(10_000, Token))).ToList();
        var echoes = new List<Task>();
        var ids = new HashSet<string>();
        foreach (var _ in peers)
        {
            var connection = await node.AcceptConnectionAsync(Token);
            ids.Add(connection.RemoteId.ToString());
            echoes.Add(EchoFirstStreamAsync(connection));
        }

        foreach (var (_, result) in await Task.WhenAll(connecting))
        {
            Assert.Equal(10_000, result.Length);
            Assert.Equal(result.Sent, result.Received);
        }

        await Task.WhenAll(echoes);
        Assert.Equal([.. peers.Select(peer => peer.Id.ToString()).Order()], ids.Order());
    }

    [Fact(Timeout = Limit)]
    public async Task Fifty_connections_to_one_peer_stand_side_by_side()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();

        var accepting = Enumerable.Range(0, 50).Select(async _ => await (await peer.AcceptAsync(Token)).EchoAsync(Token)).ToList();
        var connections = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => node.ConnectAsync(peer.Address, Token)));
        await Task.WhenAll(accepting);

        foreach (var result in await Task.WhenAll(connections.Select(connection => StreamBytes.ExchangeAsync(connection, 10_000, Token))))
        {
            Assert.Equal(10_000, result.Length);
            Assert.Equal(result.Sent, result.Received);
        }
    }

    private static async Task EchoFirstStreamAsync(IrohConnection connection) =>
        await StreamBytes.EchoAsync(await connection.AcceptStreamAsync(Token), Token);

    private static async Task AssertEchoAsync(IrohConnection ours, PeerConnection theirs)
    {
        await theirs.EchoAsync(Token);
        var result = await StreamBytes.ExchangeAsync(ours, 100_000, Token);
        Assert.Equal(100_000, result.Length);
        Assert.Equal(result.Sent, result.Received);
    }
}
