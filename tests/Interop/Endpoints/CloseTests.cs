using System.Net;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;

namespace SoundTime.Interop.Tests.Endpoints;

public sealed class CloseTests
{
    private const int Limit = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task Iroh_reads_our_close_code_and_reason(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.JoinAsync(node, peer, dialler, Token);

        await ours.CloseAsync(1, "blocked");

        Assert.Equal("closed by peer: blocked (code 1)", await theirs.WaitForCloseAsync(Token));
        Assert.Equal(new ConnectionClose(CloseCause.ClosedLocally, 1, "blocked"), await ours.Closed);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task We_read_the_close_code_and_reason_of_iroh(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.JoinAsync(node, peer, dialler, Token);
        var opened = await ours.OpenStreamAsync(Token);

        await theirs.CloseAsync(123_456, "no more – très bien", Token);

        var expected = new ConnectionClose(CloseCause.ClosedByPeer, 123_456, "no more – très bien");
        Assert.Equal(expected, await ours.Closed.WaitAsync(Token));
        var read = await Assert.ThrowsAsync<IrohConnectionException>(() => StreamBytes.ReadAsync(opened, 1, Token));
        Assert.Equal(expected, read.Close);
        await Assert.ThrowsAsync<IrohConnectionException>(async () => await ours.AcceptStreamAsync(Token));
        await Assert.ThrowsAsync<IrohConnectionException>(async () => await ours.OpenStreamAsync(Token));
    }

    [Fact(Timeout = Limit)]
    public async Task An_endpoint_that_ends_tells_all_its_peers()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (_, first) = await Node.ConnectAsync(node, peer, Token);
        var (_, second) = await Node.AcceptAsync(node, peer, Token);

        await node.CloseAsync(3, "going home");

        Assert.Equal("closed by peer: going home (code 3)", await first.WaitForCloseAsync(Token));
        Assert.Equal("closed by peer: going home (code 3)", await second.WaitForCloseAsync(Token));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us, true)]
    [InlineData(Dialler.Us, false)]
    [InlineData(Dialler.Iroh, true)]
    [InlineData(Dialler.Iroh, false)]
    public async Task A_node_started_again_resets_the_connections_of_its_former_life(Dialler dialler, bool hasSomethingToSay)
    {
        var key = SecretKey.Generate();
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var before = Node.Bind(key);
        await using var after = Node.Bind(key);
        await using var proxy = new DatagramProxy(dialler == Dialler.Us ? peer.EndPoints[0] : before.LocalEndPoints[0]);
        var (ours, theirs) = await proxy.JoinAsync(before, peer, dialler, Token);
        await theirs.EchoAsync(Token);
        await StreamBytes.ExchangeAsync(ours, 1000, Token);

        // The node is gone without a word; another with its key has its address.
        if (dialler == Dialler.Us)
        {
            proxy.ReturnTo = after.LocalEndPoints[0];
        }
        else
        {
            proxy.Target = after.LocalEndPoints[0];
        }

        // Without anything to say iroh finds out by its keep-alive, every 5 s; the idle time limit is 30 s.
        var exchange = hasSomethingToSay ? theirs.ExchangeAsync(1000, Token) : null;
        Assert.Equal("reset by peer", await theirs.WaitForCloseAsync(Token));
        if (exchange is not null)
        {
            await Assert.ThrowsAsync<PeerException>(() => exchange);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task An_iroh_peer_started_again_is_dialled_again_at_once()
    {
        var seed = new byte[SecretKey.Size];
        Random.Shared.NextBytes(seed);
        await using var node = Node.Bind();
        IPEndPoint address;
        await using (var peer = await IrohPeer.StartAsync(Token, seed))
        {
            await Node.ConnectAsync(node, peer, Token);
            address = peer.EndPoints[0];
            await peer.KillAsync(Token);
        }

        await using var again = await IrohPeer.StartAsync(Token, seed, address.Port);
        Assert.Equal(address, again.EndPoints[0]);
        var (ours, theirs) = await Node.ConnectAsync(node, again, Token);

        Assert.Equal(again.Id, ours.RemoteId);
        Assert.Equal(node.Id, theirs.RemoteId);
    }

    [Fact(Timeout = 180_000)]
    [Trait("Category", "Long")]
    public async Task A_peer_that_was_killed_is_given_up_after_the_idle_time()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, _) = await Node.ConnectAsync(node, peer, Token);

        await peer.KillAsync(Token);

        Assert.Equal(CloseCause.TimedOut, (await ours.Closed.WaitAsync(Token)).Cause);
    }

    [Theory(Timeout = 300_000)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    [Trait("Category", "Long")]
    public async Task A_connection_with_nothing_to_say_stays_up(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.JoinAsync(node, peer, dialler, Token);
        await theirs.EchoAsync(Token);

        // More than twice the idle time of both sides.
        await Task.Delay(TimeSpan.FromSeconds(70), TimeProvider.System, Token);

        var result = await StreamBytes.ExchangeAsync(ours, 1000, Token);
        Assert.Equal(result.Sent, result.Received);
    }
}
