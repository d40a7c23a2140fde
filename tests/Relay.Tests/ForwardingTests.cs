using SoundTime.Iroh.Relays;

namespace SoundTime.Relay.Tests;

/// <summary>Datagrams between clients.</summary>
public sealed class ForwardingTests : RelayTest
{
    [Theory]
    [InlineData(RelayProtocol.Version1)]
    [InlineData(RelayProtocol.Version2)]
    public async Task A_datagram_reaches_the_other_client_with_the_senders_id_and_its_ecn(string version)
    {
        await using var relay = await StartAsync();
        using var alice = await TestClient.ConnectAsync(relay, Token);
        using var bob = await TestClient.ConnectAsync(relay, Token, versions: version);
        Assert.Equal(version, bob.Socket.SubProtocol);
        await alice.SendAsync(bob.Id, [1, 2, 3], Token, ecn: 2);
        Assert.Equal(TestClient.Datagram(RelayFrameType.RelayToClientDatagram, alice.Id, [1, 2, 3], ecn: 2), await bob.ReceiveAsync(Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(60_000)]
    public async Task A_batch_arrives_as_it_was_sent_whatever_its_segment_size(int segmentSize)
    {
        await using var relay = await StartAsync();
        using var alice = await TestClient.ConnectAsync(relay, Token);
        using var bob = await TestClient.ConnectAsync(relay, Token);
        byte[] contents = [.. Enumerable.Range(0, 15).Select(number => (byte)number)];
        await alice.SendAsync(bob.Id, contents, Token, segmentSize: (ushort)segmentSize);
        Assert.Equal(
            TestClient.Datagram(RelayFrameType.RelayToClientDatagramBatch, alice.Id, contents, segmentSize: (ushort)segmentSize), await bob.ReceiveAsync(Token));
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_bytes()
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.ConnectAsync(relay, Token);
        await client.SendAsync([(byte)RelayFrameType.Ping, 1, 2, 3, 4, 5, 6, 7, 8], Token);
        Assert.Equal([(byte)RelayFrameType.Pong, 1, 2, 3, 4, 5, 6, 7, 8], await client.ReceiveAsync(Token));
    }
}
