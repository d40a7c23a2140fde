using System.Text;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class BadInputTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> BadMessages => new()
    {
        { "nothing at all", [] },
        { "half a length", [0, 0] },
        { "a length of zero", [0, 0, 0, 0] },
        { "a length over the cap", [4, 0, 0, 1] },
        { "fewer bytes than declared", [0, 0, 0, 9, .. "\"Ping"u8] },
        { "more bytes than declared", [0, 0, 0, 6, .. "\"Ping\"   "u8] },
        { "no JSON", Framed("ping me") },
        { "no UTF-8", [0, 0, 0, 4, 0x22, 0xff, 0xfe, 0x22] },
        { "too deep", Framed($"{{\"FetchTrack\":{{\"x\":{new string('[', 200)}{new string(']', 200)}}}}}") },
        { "an unknown name", Framed("\"Pang\"") },
        { "a field twice", Framed("{\"FetchTrack\":{\"hash\":\"a\",\"hash\":\"b\"}}") },
        { "a field of the wrong type", Framed("{\"FetchTrack\":{\"hash\":1}}") },
        { "two names", Framed("{\"FetchTrack\":{\"hash\":\"a\"},\"Ping\":null}") },
        { "something behind the message", Framed("\"Ping\" \"Ping\"") },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task What_is_no_message_ends_the_connection_with_a_code_and_the_node_goes_on(string what, byte[] bytes)
    {
        await using var node = await PeerNode.StartAsync();
        await using var peer = new TestPeer();
        await using var connection = await peer.ConnectAsync(node.Address);

        await Assert.ThrowsAnyAsync<IOException>(() => TestPeer.SendAsync(connection, bytes));

        var close = await connection.Closed.WaitAsync(Cancellation);
        Assert.Equal((CloseCause.ClosedByPeer, PeerCloseCodes.BadMessage), (close.Cause, close.Code));
        Assert.NotEmpty(close.Reason);
        Assert.Contains(node.Warnings, line => line.Contains(peer.Id.ShortText, StringComparison.Ordinal));
        await using var next = await peer.ConnectAsync(node.Address);
        Assert.True(await TestPeer.AskAsync(next, Ping.Instance) is Pong, what);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 9, 0x22 })]
    [InlineData(new byte[] { 0, 0, 0, 6, 0x22, 0x50, 0x69, 0x6e, 0x67, 0x22 })]
    public async Task Silence_before_the_end_of_a_message_ends_the_connection(byte[] beginning)
    {
        await using var node = await PeerNode.StartAsync();
        await using var peer = new TestPeer();
        await using var connection = await peer.ConnectAsync(node.Address);
        await using var stream = await connection.OpenStreamAsync(Cancellation);

        await stream.WriteAsync(beginning, Cancellation);

        // Whenever the bytes arrive: the limit on the silence after them is the shorter one.
        var close = await node.MoveClockUntilAsync(connection.Closed);
        Assert.Equal((CloseCause.ClosedByPeer, PeerCloseCodes.TooSlow), (close.Cause, close.Code));
        Assert.Equal("Silence for 30 seconds in the middle of a message.", close.Reason);
    }

    [Fact]
    public async Task Who_speaks_another_protocol_is_not_connected()
    {
        await using var node = await PeerNode.StartAsync();
        await using var stranger = PeerNode.BindEndpoint("soundtime/p2p/2");

        var failure = await Assert.ThrowsAsync<IrohConnectException>(() => stranger.ConnectAsync(node.Address, Cancellation));

        Assert.Equal(ConnectFailure.NoCommonProtocol, failure.Reason);
    }

    [Fact]
    public async Task One_connection_too_many_replaces_the_oldest_on_which_nothing_happens()
    {
        await using var node = await PeerNode.StartAsync();
        await using var peer = new TestPeer();
        var open = new List<IrohConnection>();
        for (var i = 0; i < PeerLimits.Connections; i++)
        {
            open.Add(await peer.ConnectAsync(node.Address));
            // Answered, so that the node has taken it in before the next.
            await TestPeer.AskAsync(open[i], new PeerExchange([]));
        }

        open.Add(await peer.ConnectAsync(node.Address));
        await TestPeer.AskAsync(open[^1], new PeerExchange([]));

        Assert.Equal(PeerCloseCodes.TooManyConnections, (await open[0].Closed.WaitAsync(Cancellation)).Code);
        Assert.All(open.Skip(1), connection => Assert.False(connection.Closed.IsCompleted));
    }

    [Fact]
    public async Task One_connection_too_many_is_refused_while_something_happens_on_all_and_taken_when_one_has_become_idle()
    {
        await using var node = await PeerNode.StartAsync();
        await using var peer = new TestPeer();
        // Longer than what is under way at most, so that its sending lasts until it is read.
        var track = await node.AddTrackAsync(new byte[4_000_000]);
        var busy = new List<(IrohConnection Connection, IrohStream Answer)>();
        for (var i = 0; i < PeerLimits.Connections; i++)
        {
            var connection = await peer.ConnectAsync(node.Address);
            var answer = await connection.OpenStreamAsync(Cancellation);
            await answer.WriteAsync(Frame.Encode(new FetchTrack(track.Hash.ToString())), Cancellation);
            answer.CompleteWrites();
            await answer.ReadExactlyAsync(new byte[Frame.HeaderBytes], Cancellation);
            busy.Add((connection, answer));
        }

        var refused = await peer.ConnectAsync(node.Address);
        Assert.Equal(PeerCloseCodes.TooManyConnections, (await refused.Closed.WaitAsync(Cancellation)).Code);

        await busy[3].Answer.CopyToAsync(Stream.Null, Cancellation);
        while (!await IsTakenInAsync(await peer.ConnectAsync(node.Address)))
        {
            // The end of the answer comes a moment before the connection counts as idle.
        }

        Assert.Equal(PeerCloseCodes.TooManyConnections, (await busy[3].Connection.Closed.WaitAsync(Cancellation)).Code);
        Assert.All(busy.Where((_, i) => i != 3), held => Assert.False(held.Connection.Closed.IsCompleted));
    }

    private static async Task<bool> IsTakenInAsync(IrohConnection connection)
    {
        try
        {
            return await TestPeer.AskAsync(connection, new PeerExchange([])) is PeerExchange;
        }
        catch (IrohConnectionException exception) when (exception.Close.Code == PeerCloseCodes.TooManyConnections)
        {
            return false;
        }
    }

    private static byte[] Framed(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return [.. TestPeer.Header((uint)bytes.Length), .. bytes];
    }
}
