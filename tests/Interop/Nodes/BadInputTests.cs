using System.Text;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>What a peer sends against the protocol costs it its connection, and the node nothing.</summary>
public sealed class BadInputTests
{
    /// <summary>One more than a message may have (protocol sheet, section 1.2).</summary>
    private const uint TooLong = (64 << 20) + 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Bad_messages_end_their_connection_and_the_node_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        byte[][] messages =
        [
            [.. Length(TooLong), .. "\"Ping\""u8],
            [.. Length(uint.MaxValue), .. "\"Ping\""u8],
            Length(0),
            Message("not JSON"),
            Message("{\"Unknown\":{}}"),
            Message("\"Unknown\""),
            Message("{\"FetchTrack\":{}}"),
            Message("{\"FetchTrack\":{\"hash\":5}}"),
            Message("[]"),
            [.. Length(6), .. "\"Ping\"\"Ping\""u8],
            [.. Length(6), .. "\"Pi"u8],
            [0, 0],
        ];

        foreach (var message in messages)
        {
            var connection = await peer.ConnectAsync(node, Token);
            await Assert.ThrowsAsync<PeerException>(() => connection.SendRawAsync(message, Token));
            Assert.StartsWith("closed by peer", await connection.WaitForCloseAsync(Token), StringComparison.Ordinal);
        }

        await AssertAliveAsync(peer, node);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_peer_of_another_protocol_is_refused_and_the_node_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);

        await Assert.ThrowsAsync<PeerException>(() => peer.ConnectAsync(node, Token, "soundtime/p2p/2"));

        await AssertAliveAsync(peer, node);
    }

    private static async Task AssertAliveAsync(SoundTimePeer peer, NodeProcess node)
    {
        var connection = await peer.ConnectAsync(node, Token);
        var pong = (await connection.AskAsync("Ping", Token)).GetProperty("Pong");
        Assert.Equal(node.Id.ToString(), pong.GetProperty("node_id").GetString());
    }

    private static byte[] Message(string text) => [.. Length((uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Length(uint length) => [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
}
