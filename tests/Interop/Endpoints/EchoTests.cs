using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Endpoints;

public sealed class EchoTests
{
    private const int Limit = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(0, Dialler.Us)]
    [InlineData(1, Dialler.Us)]
    [InlineData(1_000_000, Dialler.Us)]
    [InlineData(1_000_000, Dialler.Iroh)]
    [InlineData(50_000_000, Dialler.Us)]
    public async Task What_we_send_iroh_gives_back(int length, Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.JoinAsync(node, peer, dialler, Token);
        await theirs.EchoAsync(Token);

        var result = await StreamBytes.ExchangeAsync(ours, length, Token);

        Assert.Equal(length, result.Length);
        Assert.Equal(result.Sent, result.Received);
    }

    [Theory(Timeout = Limit)]
    [InlineData(0, Dialler.Iroh)]
    [InlineData(1, Dialler.Iroh)]
    [InlineData(1_000_000, Dialler.Us)]
    [InlineData(1_000_000, Dialler.Iroh)]
    [InlineData(50_000_000, Dialler.Iroh)]
    public async Task What_iroh_sends_we_give_back(int length, Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.JoinAsync(node, peer, dialler, Token);

        var exchange = theirs.ExchangeAsync(length, Token);
        await StreamBytes.EchoAsync(await ours.AcceptStreamAsync(Token), Token);
        var result = await exchange;

        Assert.Equal(length, result.Length);
        Assert.Equal(result.Sent, result.Received);
    }

    [Fact(Timeout = Limit)]
    public async Task More_streams_than_iroh_allows_wait_their_turn()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.ConnectAsync(node, peer, Token);
        await theirs.EchoAsync(Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 350).Select(index => StreamBytes.ExchangeAsync(ours, index, Token)));

        Assert.Equal(Enumerable.Range(0, 350).Select(index => (long)index), results.Select(result => result.Length));
        Assert.All(results, result => Assert.Equal(result.Sent, result.Received));
    }

    [Fact(Timeout = Limit)]
    public async Task More_streams_than_we_allow_wait_their_turn()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.AcceptAsync(node, peer, Token);

        var exchanges = Enumerable.Range(0, 350).Select(index => theirs.ExchangeAsync(index, Token)).ToList();
        var echoes = new List<Task>();
        foreach (var _ in exchanges)
        {
            echoes.Add(StreamBytes.EchoAsync(await ours.AcceptStreamAsync(Token), Token));
        }

        var results = await Task.WhenAll(exchanges);
        await Task.WhenAll(echoes);
        Assert.Equal(Enumerable.Range(0, 350).Select(index => (long)index), results.Select(result => result.Length));
        Assert.All(results, result => Assert.Equal(result.Sent, result.Received));
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_that_nobody_reads_does_not_hold_the_others()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.AcceptAsync(node, peer, Token);

        var stuck = theirs.ExchangeAsync(5_000_000, Token);
        var unread = await ours.AcceptStreamAsync(Token);
        for (var i = 0; i < 10; i++)
        {
            var exchange = theirs.ExchangeAsync(1_000_000, Token);
            await StreamBytes.EchoAsync(await ours.AcceptStreamAsync(Token), Token);
            var result = await exchange;
            Assert.Equal(result.Sent, result.Received);
        }

        Assert.False(stuck.IsCompleted);
        await StreamBytes.EchoAsync(unread, Token);
        Assert.Equal(5_000_000, (await stuck).Length);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task Lost_packets_are_sent_again(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        await using var proxy = new DatagramProxy(dialler == Dialler.Us ? peer.EndPoints[0] : node.LocalEndPoints[0]) { Drops = number => number % 20 == 0 };
        var (ours, theirs) = await proxy.JoinAsync(node, peer, dialler, Token);
        await theirs.EchoAsync(Token);

        var result = await StreamBytes.ExchangeAsync(ours, 2_000_000, Token);

        Assert.Equal(2_000_000, result.Length);
        Assert.Equal(result.Sent, result.Received);
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task A_dialler_whose_NAT_gives_it_another_port_stays_connected(Dialler dialler)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        await using var proxy = new DatagramProxy(dialler == Dialler.Us ? peer.EndPoints[0] : node.LocalEndPoints[0]);
        var (ours, theirs) = await proxy.JoinAsync(node, peer, dialler, Token);
        await theirs.EchoAsync(Token);
        await StreamBytes.ExchangeAsync(ours, 1000, Token);
        var before = ours.RemoteEndPoint;

        proxy.Rebind();
        var result = await StreamBytes.ExchangeAsync(ours, 1_000_000, Token);

        Assert.Equal(1_000_000, result.Length);
        Assert.Equal(result.Sent, result.Received);
        Assert.Equal(dialler == Dialler.Us, Equals(before, ours.RemoteEndPoint));
    }
}
