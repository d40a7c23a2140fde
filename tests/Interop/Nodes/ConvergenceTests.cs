using SoundTime.Interop.Tests.Network;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>Three of our nodes and a Rust node come to the same catalogue, whatever happens to them.</summary>
public sealed class ConvergenceTests
{
    /// <summary>Three pages.</summary>
    private const int ManyTracks = 1_200;

    /// <summary>Two pages.</summary>
    private const int FewTracks = 600;

    private const int Seed = 20260310;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Three_nodes_and_a_Rust_node_agree_and_do_so_again_after_a_cut_a_crash_and_a_loss_of_all_that_two_of_them_knew()
    {
        await using var all = await FourNodes.StartAsync(ManyTracks, places: null, Token);
        await all.WaitUntilTheyAgreeAsync(Token);
        foreach (var node in all.Nodes)
        {
            Assert.True(await all.Rust.CountPushesAsync(node, Token) > 0, "The Rust node answers a Ping with its whole catalogue.");
        }

        await all.Rust.CutAsync(Token);
        await all.KillAsync(1, Token);
        all.AddFile(1);
        await all.KillAsync(2, Token);
        all.Blank(2);
        await all.Rust.RestartAsync(isBlank: true, Token);
        await all.StartAgainAsync(1, Token);
        await all.StartAgainAsync(2, Token);
        foreach (var node in all.Nodes)
        {
            await all.Rust.KnowAsync(node, Token);
            await all.Rust.RequestCatalogAsync(node, Token);
        }

        await all.WaitUntilTheyAgreeAsync(Token);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_Ping_whose_answer_is_dropped_is_followed_by_nothing_that_is_known()
    {
        await using var all = await FourNodes.StartAsync(rustTracks: 1, places: null, Token);
        await all.WaitUntilTheyAgreeAsync(Token);
        var entries = await all.Rust.CountEntriesAsync(Token);

        await all.Rust.PingOneWayAsync(all.Nodes[0], Token);
        await all.Rust.PingOneWayAsync(all.Nodes[0], Token);
        all.AddFile(0);
        await all.WaitUntilTheyAgreeAsync(Token);

        Assert.Equal(entries + 1, await all.Rust.CountEntriesAsync(Token));
    }

    [Fact(Timeout = 300_000)]
    public async Task They_agree_over_a_network_that_loses_and_reorders_packets()
    {
        await using var network = await BadNetwork.StartAsync(FourNodes.Places, LinkQuality.Bad, Seed, Token);
        await using var all = await FourNodes.StartAsync(FewTracks, network.Places, Token);
        await all.WaitUntilTheyAgreeAsync(Token);

        await all.KillAsync(1, Token);
        all.AddFile(0);
        await all.StartAgainAsync(1, Token);
        await all.WaitUntilTheyAgreeAsync(Token);

        Assert.True(network.Lost > 0 && network.Overtook > 0, $"{network.Lost} packets were lost, {network.Overtook} overtook others.");
    }
}
