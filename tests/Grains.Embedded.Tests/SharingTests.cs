using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Embedded.Tests.Support;

namespace SoundTime.Grains.Embedded.Tests;

/// <summary>Without copying, as in production, messages cost nothing and are shared.</summary>
public sealed class SharingTests() : EmbeddedTest(options => options.CopyArguments = false)
{
    [Fact]
    public async Task Arguments_and_results_are_the_same_objects()
    {
        var grain = Grains.GetGrain<IMessageGrain>("a");
        byte[] bytes = [1, 2];
        Assert.Same(bytes, await grain.EchoBytesAsync(bytes));
        List<string> names = ["mine"];
        await grain.KeepAsync(names, bytes);
        Assert.Same(names, await grain.GiveAsync());
    }

    [Fact]
    public async Task A_token_that_lives_on_holds_no_call_that_has_ended()
    {
        const int Calls = 100;
        using var cancellation = new CancellationTokenSource();
        for (var i = 0; i < Calls; i++)
        {
            await TakeAsync(Grains.GetGrain<ICancellableGrain>("a"), cancellation.Token);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The threads of the pool may still hold on to the last one or two.
        Assert.InRange(World.Witnesses.Alive, 0, 10);
    }

    private Task TakeAsync(ICancellableGrain grain, CancellationToken cancellationToken)
    {
        var bytes = new byte[1];
        World.Witnesses.Add(bytes);
        return grain.TakeAsync(bytes, cancellationToken);
    }
}
