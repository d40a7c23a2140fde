using SoundTime.Api;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Search;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A search that nobody waits for any more, with its grains and a peer that does not answer.</summary>
public sealed class LeftSearchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_all_who_asked_have_left_the_search_ends_long_before_its_time()
    {
        var asked = new TaskCompletionSource<bool>();
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, _, message) =>
        {
            if (message is SearchQuery)
            {
                asked.SetResult(true);
                await gate.Task;
            }
        });
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true, Seeds = [peer.Address] });
        var routing = node.Service<IGrainFactory>().GetGrain<IRoutingGrain>(RoutingParts.KeyOf(peer.Id));
        await node.RunGrainsUntilAsync(async () => (await routing.RouteAsync("queen", 1, Cancellation)).Length == 1);
        using var leaving = new CancellationTokenSource();

        var asking = node.Service<IPeerSearch>().AskAsync("queen", leaving.Token).ToListAsync(Cancellation).AsTask();
        await node.RunGrainsUntilAsync(asked.Task);
        Assert.Equal(1, node.Service<SearchLoad>().Running);
        Assert.False(node.Time.HasTimerIn(SearchLimits.ReadPause));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        await PeerNode.UntilAsync(() => node.Time.HasTimerIn(SearchLimits.ReadPause));
        node.Time.Advance(SearchLimits.ReadPause);
        await PeerNode.UntilAsync(() => node.Service<SearchLoad>().Running == 0);
        gate.SetResult();
    }
}
