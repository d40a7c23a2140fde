using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;

namespace SoundTime.Interop.Tests.Endpoints;

/// <summary>How each direction of a stream may end, seen from both sides.</summary>
public sealed class StreamEndTests
{
    private const int Limit = 180_000;
    private const ulong Code = 77;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task We_may_end_our_direction_and_go_on_reading()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByUsAsync(node, peer);
        await using var stream = ours;

        stream.CompleteWrites();
        Assert.Equal(0, (await theirs.ReadToEndAsync(Token)).Length);

        await theirs.WriteAsync("still here", Token);
        Assert.Equal("still here", await StreamBytes.ReadAsync(stream, 10, Token));
        await theirs.FinishAsync(Token);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Token));
        Assert.Null(await theirs.WaitUntilStoppedAsync(Token));
    }

    [Fact(Timeout = Limit)]
    public async Task Iroh_may_end_its_direction_and_go_on_reading()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByIrohAsync(node, peer);
        await using var stream = ours;

        await theirs.FinishAsync(Token);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Token));

        await StreamBytes.WriteAsync(stream, "still here", Token);
        Assert.Equal("still here", await theirs.ReadAsync(10, Token));
        stream.CompleteWrites();
        Assert.Equal(0, (await theirs.ReadToEndAsync(Token)).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task Iroh_reads_the_code_of_our_reset()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByUsAsync(node, peer);
        await using var stream = ours;

        stream.AbortWrite(Code);

        var exception = await Assert.ThrowsAsync<PeerException>(() => theirs.ReadToEndAsync(Token));
        Assert.Equal($"Reset({Code})", exception.Message);
        await theirs.WriteAsync("still here", Token);
        Assert.Equal("still here", await StreamBytes.ReadAsync(stream, 10, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task We_read_the_code_of_a_reset_by_iroh()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByIrohAsync(node, peer);
        await using var stream = ours;

        await theirs.ResetAsync(Code, Token);

        var exception = await Assert.ThrowsAsync<IrohStreamException>(() => StreamBytes.ReadAsync(stream, 1, Token));
        Assert.Equal((StreamFailure.ResetByPeer, Code), (exception.Reason, exception.Code));
        await StreamBytes.WriteAsync(stream, "still here", Token);
        Assert.Equal("still here", await theirs.ReadAsync(10, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task Iroh_hears_that_we_read_no_more()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByIrohAsync(node, peer);
        await using var stream = ours;

        stream.AbortRead(Code);

        Assert.Equal(Code, await theirs.WaitUntilStoppedAsync(Token));
        var exception = await Assert.ThrowsAsync<IrohStreamException>(() => StreamBytes.ReadAsync(stream, 1, Token));
        Assert.Equal((StreamFailure.AbortedLocally, Code), (exception.Reason, exception.Code));
        await StreamBytes.WriteAsync(stream, "still here", Token);
        Assert.Equal("still here", await theirs.ReadAsync(10, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task We_hear_that_iroh_reads_no_more()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByUsAsync(node, peer);
        await using var stream = ours;

        await theirs.StopAsync(Code, Token);

        // With which code is not said: ngtcp2 keeps it to itself.
        var exception = await Assert.ThrowsAsync<IrohStreamException>(() => WriteUntilRefusedAsync(stream));
        Assert.Equal(StreamFailure.StoppedByPeer, exception.Reason);
        await theirs.WriteAsync("still here", Token);
        Assert.Equal("still here", await StreamBytes.ReadAsync(stream, 10, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_dropped_half_written_is_a_reset_for_iroh()
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await OpenByUsAsync(node, peer);

        await ours.DisposeAsync();

        var exception = await Assert.ThrowsAsync<PeerException>(() => theirs.ReadToEndAsync(Token));
        Assert.Equal("Reset(0)", exception.Message);
        Assert.Equal(0ul, await theirs.WaitUntilStoppedAsync(Token));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Dialler.Us)]
    [InlineData(Dialler.Iroh)]
    public async Task Streams_that_ended_badly_free_their_places(Dialler opener)
    {
        await using var peer = await IrohPeer.StartAsync(Token);
        await using var node = Node.Bind();
        var (ours, theirs) = await Node.ConnectAsync(node, peer, Token);

        // More than twice as many as may be open at once.
        for (var round = 0; round < 250; round++)
        {
            var (here, there) = opener == Dialler.Us ? await OpenByUsAsync(ours, theirs) : await OpenByIrohAsync(ours, theirs);
            await there.ResetAsync(Code, Token);
            await there.StopAsync(Code, Token);
            await here.DisposeAsync();
        }
    }

    private static async Task WriteUntilRefusedAsync(IrohStream stream)
    {
        while (true)
        {
            await stream.WriteAsync(new byte[1000], Token);
        }
    }

    private static async Task<(IrohStream Ours, PeerStream Theirs)> OpenByUsAsync(IrohEndpoint node, IrohPeer peer)
    {
        var (ours, theirs) = await Node.ConnectAsync(node, peer, Token);
        return await OpenByUsAsync(ours, theirs);
    }

    private static async Task<(IrohStream Ours, PeerStream Theirs)> OpenByIrohAsync(IrohEndpoint node, IrohPeer peer)
    {
        var (ours, theirs) = await Node.AcceptAsync(node, peer, Token);
        return await OpenByIrohAsync(ours, theirs);
    }

    private static async Task<(IrohStream Ours, PeerStream Theirs)> OpenByUsAsync(IrohConnection ours, PeerConnection theirs)
    {
        var here = await ours.OpenStreamAsync(Token);
        await StreamBytes.WriteAsync(here, "hello", Token);
        var there = await theirs.AcceptStreamAsync(Token);
        Assert.Equal("hello", await there.ReadAsync(5, Token));
        return (here, there);
    }

    private static async Task<(IrohStream Ours, PeerStream Theirs)> OpenByIrohAsync(IrohConnection ours, PeerConnection theirs)
    {
        var there = await theirs.OpenStreamAsync(Token);
        await there.WriteAsync("hello", Token);
        var here = await ours.AcceptStreamAsync(Token);
        Assert.Equal("hello", await StreamBytes.ReadAsync(here, 5, Token));
        return (here, there);
    }
}
