using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What grains are told at the start.</summary>
public sealed class ContactTests
{
    private static readonly NodeId Seed = NodeId.Parse(new string('a', 64));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_the_start_seeds_are_introduced_as_trusted_and_the_exchange_is_begun_which_alone_wakes_known_peers()
    {
        using var folder = new Tests.Support.TemporaryFolder();
        await using (var before = await PeerNode.StartAsync(new PeerNodeSetup { DataFolder = folder.Path }))
        {
            await before.LearnAsync(new PeerRecord { Id = NodeId.Parse($"{1:x64}"), AddedAt = before.Time.GetUtcNow() });
        }

        await using var endpoint = PeerNode.BindEndpoint();
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup
        {
            DataFolder = folder.Path,
            Endpoint = endpoint,
            Seeds = [NodeAddress.Parse($"{Seed}@node.example.org:1,192.0.2.7:2"), new NodeAddress(endpoint.Id)],
        });

        await node.Grains.NextAsync(nameof(IPeerExchangeGrain.StartAsync));
        Assert.Equal(
            new NotedCall(Seed.ToString(), nameof(IPeerGrain.IntroduceAsync), "Trusted node.example.org:1 192.0.2.7:2"),
            Assert.Single(node.Grains.All, call => call.Name == nameof(IPeerGrain.IntroduceAsync)));
        Assert.DoesNotContain(node.Grains.All, call => call.Name == nameof(IPeerGrain.WakeAsync));
    }

    [Fact]
    public async Task A_start_that_grains_did_not_hear_of_is_told_again_and_holds_up_nothing()
    {
        await using var node = await PeerNode.StartAsync();
        await node.Grains.NextAsync(nameof(IPeerExchangeGrain.StartAsync));
        var isBroken = true;
        node.Grains.Answer = _ => isBroken ? Task.FromException(new InvalidOperationException("not yet")) : Task.CompletedTask;

        var contacts = new PeerContacts(
            new SeedList([new NodeAddress(Seed)]),
            node.Endpoint,
            node.Service<PeerNotices>(),
            node.Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<PeerContacts>.Instance);
        await contacts.StartAsync(Cancellation);
        await node.Grains.NextAsync(nameof(IPeerGrain.IntroduceAsync));
        isBroken = false;
        await node.MoveClockUntilAsync(node.Grains.NextAsync(nameof(IPeerExchangeGrain.StartAsync)));

        await contacts.ExecuteTask!;
        contacts.Dispose();
    }
}
