using System.Net;
using System.Net.Sockets;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Silo.Peers;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class SharingTests
{
    /// <summary>The longest that a node waits after it did not reach a seed the first time.</summary>
    private static readonly TimeSpan LongestFirstPause = TimeSpan.FromSeconds(1.25);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seed_is_greeted_at_the_start_and_again_when_the_connection_with_it_ended()
    {
        await using var seed = new TestPeer();
        await using var node = await PeerNode.StartAsync(blobFolder: null, seed.Address);
        await seed.NextAsync<Ping>();

        await PeerNode.UntilAsync(async () =>
        {
            while (seed.Accepted.TryDequeue(out var connection))
            {
                await connection.CloseAsync(0, "");
            }

            return node.HasTimer(LongestFirstPause);
        });
        node.Time.Advance(LongestFirstPause);
        await seed.NextAsync<Ping>();
    }

    [Fact]
    public async Task A_seed_that_is_away_at_the_start_is_greeted_when_it_has_come()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var place = (IPEndPoint)silent.Client.LocalEndPoint!;
        var key = SecretKey.Generate();
        await using var node = await PeerNode.StartAsync(blobFolder: null, new NodeAddress(key.NodeId, place));
        await silent.ReceiveAsync(Cancellation);

        node.Time.Advance(PeerClient.AnswerLimit);
        await node.WhenTimerIsSetAsync(LongestFirstPause);
        silent.Close();
        await using var seed = new TestPeer(endpoint: PeerNode.BindEndpoint(key: key, bindTo: place));
        node.Time.Advance(LongestFirstPause);

        await seed.NextAsync<Ping>();
    }
}
