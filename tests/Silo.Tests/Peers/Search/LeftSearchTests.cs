using SoundTime.Api;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Search;
using SoundTime.Iroh;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A search that nobody waits for any more, with its grains and a peer that does not answer.</summary>
public sealed class LeftSearchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_all_who_asked_have_left_the_search_ends_long_before_its_time_and_peers_are_told()
    {
        var asked = new TaskCompletionSource<bool>();
        var refused = new TaskCompletionSource<bool>();
        await using var peer = new TestPeer(async (_, stream, message) =>
        {
            if (message is SearchQuery)
            {
                asked.SetResult(true);
                await TrickleAsync(stream);
                refused.SetResult(true);
            }
        });
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true, Seeds = [peer.Address] });
        var routing = node.Service<IGrainFactory>().GetGrain<IRoutingGrain>(RoutingParts.KeyOf(peer.Id));
        await node.RunGrainsUntilAsync(async () => (await routing.RouteAsync("queen", 1, Cancellation)).Length == 1);
        using var leaving = new CancellationTokenSource();
        var load = node.Service<SearchLoad>();

        var asking = node.Service<IPeerSearch>().AskAsync("queen", leaving.Token).ToListAsync(Cancellation).AsTask();
        await node.RunGrainsUntilAsync(asked.Task);
        Assert.Equal(1, load.Running);
        var leftAt = node.Time.GetUtcNow();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        // The reader has left in the grain too when its turns are done; only then is the pause of nobody reading begun, and the clock may move.
        await node.Service<EmbeddedGrainRuntime>().DrainAsync(Cancellation);
        node.Time.Advance(SearchLimits.ReadPause);
        await node.UntilAsync(() => load.Running == 0);
        Assert.True(node.Time.GetUtcNow() - leftAt < SearchLimits.Deadline);
        await node.UntilAsync(() => refused.Task.IsCompleted);
    }

    /// <summary>Begins a long answer, and sends a byte of it now and then until it is not wanted any more.</summary>
    private static async Task TrickleAsync(IrohStream stream)
    {
        await stream.WriteAsync(TestPeer.Header(100_000), Cancellation);
        try
        {
            while (true)
            {
                await stream.WriteAsync(new byte[] { (byte)' ' }, Cancellation);
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
            }
        }
        catch (IrohStreamException)
        {
            // What was awaited.
        }
    }
}
