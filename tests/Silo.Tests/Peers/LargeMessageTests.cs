using System.Text;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Testing;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class LargeMessageTests
{
    private const int DeclaredBytes = 16 << 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_peer_has_so_many_large_messages_read_at_once_and_the_next_wait_while_small_ones_pass()
    {
        await using var node = await PeerNode.StartAsync();
        await using var peer = new TestPeer();
        await using var connection = await peer.ConnectAsync(node.Address);
        var reading = new List<IrohStream>();
        for (var i = 0; i < PeerLimits.LargeMessages; i++)
        {
            reading.Add(await connection.OpenStreamAsync(Cancellation));
            await BeginFilterAsync(reading[^1]);
        }

        await using var waiting = await connection.OpenStreamAsync(Cancellation);
        var writing = BeginFilterAsync(waiting);
        Assert.IsType<Pong>(await TestPeer.AskAsync(connection, Ping.Instance));
        Assert.False(writing.IsCompleted);

        await reading[0].DisposeAsync();
        await writing;
    }

    /// <summary>Sends four million bytes of a message, more than fit in all the buffers on the way, and leaves it at that.</summary>
    private static async Task BeginFilterAsync(IrohStream stream)
    {
        var header = new byte[Frame.HeaderBytes];
        Frame.WriteLength(header, DeclaredBytes);
        await stream.WriteAsync(header, Cancellation);
        await stream.WriteAsync("{\"BloomExchange\":{\"bloom\":{\"bitmap\":["u8.ToArray(), Cancellation);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("7,", 2_000_000))), Cancellation);
    }
}
