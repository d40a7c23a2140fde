using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Grains.Tracks;
using SoundTime.Silo.Peers;

namespace SoundTime.Silo.Tests.Peers;

public sealed class HealthSweepStarterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_health_sweep_is_started_with_the_node()
    {
        await using var node = await PeerNode.StartAsync();

        Assert.Equal(HealthSweepKey.Value, (await node.Grains.NextAsync(nameof(IHealthSweepGrain))).Grain);
    }

    [Fact]
    public async Task A_start_that_fails_is_tried_again_and_holds_up_nothing()
    {
        await using var node = await PeerNode.StartAsync();
        await node.Grains.NextAsync(nameof(IHealthSweepGrain));
        var isBroken = true;
        node.Grains.Answer = _ => isBroken ? Task.FromException(new InvalidOperationException("not yet")) : Task.CompletedTask;
        using var starter = new HealthSweepStarter(node.Grains, node.Time, NullLogger<HealthSweepStarter>.Instance);
        await starter.StartAsync(Cancellation);
        await node.Grains.NextAsync(nameof(IHealthSweepGrain));
        isBroken = false;

        await node.MoveClockUntilAsync(node.Grains.NextAsync(nameof(IHealthSweepGrain)));
        await starter.ExecuteTask!;
    }
}
