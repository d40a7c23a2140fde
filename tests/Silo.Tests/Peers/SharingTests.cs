using SoundTime.Silo.Peers;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class SharingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_during_a_push_lead_to_one_more()
    {
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer((_, _, _) => gate.Task);
        await using var node = await PeerNode.StartAsync();
        node.Directory.AddSeed(peer.Address);
        var push = node.Service<CataloguePush>();
        await node.AddTrackAsync(Music.Bytes(10, seed: 1));

        push.Request(peer.Id);
        Assert.Single((await peer.NextAsync<CatalogSync>()).Tracks);
        for (var i = 0; i < 5; i++)
        {
            push.Request(peer.Id);
        }

        gate.SetResult();
        Assert.Single((await peer.NextAsync<CatalogSync>()).Tracks);
    }

    [Fact]
    public async Task A_seed_is_greeted_at_the_start_and_again_when_the_connection_with_it_ended()
    {
        await using var seed = new TestPeer();
        await using var node = await PeerNode.StartAsync(blobFolder: null, seed.Address);
        await seed.NextAsync<Ping>();

        while (seed.Accepted.TryDequeue(out var connection))
        {
            await connection.CloseAsync(0, "");
        }

        await node.MoveClockUntilAsync(seed.NextAsync<Ping>());
    }
}
