using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>How grains come into memory and leave it.</summary>
public abstract class LifeContract(IGrainTestHost host) : GrainContract(host)
{
    [Fact]
    public async Task A_grain_comes_with_its_first_call_and_stays()
    {
        var grain = Grains.GetGrain<ILifeGrain>("a");
        Assert.Empty(Journal.Lines);
        var instance = await grain.InstanceAsync();
        Assert.Equal(instance, await Grains.GetGrain<ILifeGrain>("a").InstanceAsync());
        Assert.NotEqual(instance, await Grains.GetGrain<ILifeGrain>("b").InstanceAsync());
        Assert.Equal(["activate a", "activate b"], Journal.Lines);
    }

    [Fact]
    public async Task A_grain_that_ends_itself_finishes_its_call_and_later_ones_go_to_a_new_one()
    {
        var grain = Grains.GetGrain<ILifeGrain>("a");
        var leaving = grain.DeactivateAsync("gate");
        await Journal.WaitForAsync("leaving a", Token);
        var later = grain.InstanceAsync();
        await Host.DrainAsync(Token);
        Assert.False(later.IsCompleted);

        Gates.Open("gate");
        Assert.NotEqual(await leaving, await later);
        Assert.Equal(["activate a", "leaving a", "deactivate a ApplicationRequested", "disposed a", "activate a"], Journal.Lines);
    }

    [Fact]
    public async Task What_fails_the_activation_reaches_all_who_wait_and_the_next_call_tries_again()
    {
        var grain = Grains.GetGrain<ILifeGrain>(LifeGrain.FailsOnce);
        Task[] calls = [grain.InstanceAsync(), grain.InstanceAsync(), grain.InstanceAsync()];
        await Journal.WaitForAsync($"activate {LifeGrain.FailsOnce}", Token);
        await Host.DrainAsync(Token);
        Gates.Open(LifeGrain.FailsOnce);
        foreach (var call in calls)
        {
            Assert.Equal("Not this time.", (await Assert.ThrowsAsync<InvalidOperationException>(() => call)).Message);
        }

        await grain.InstanceAsync();
        Assert.Equal(0, Journal.Lines.Count(line => line.StartsWith("deactivate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stop_lets_running_calls_end_and_tells_every_grain()
    {
        await Grains.GetGrain<ILifeGrain>("idle").InstanceAsync();
        var working = Grains.GetGrain<ILifeGrain>("working").WorkAsync("gate");
        await Journal.WaitForAsync("work working", Token);
        var stop = Host.StopAsync(Token);
        await Journal.WaitForAsync("deactivate idle ShuttingDown", Token);
        Assert.Equal(0, Journal.Count("deactivate working ShuttingDown"));

        Gates.Open("gate");
        await stop;
        await working;
        Assert.Equal(1, Journal.Count("deactivate working ShuttingDown"));
        Assert.True(Journal.Lines.ToList().IndexOf("worked working") < Journal.Lines.ToList().IndexOf("deactivate working ShuttingDown"));
    }

    [Fact]
    public async Task A_grain_knows_its_key() =>
        Assert.Equal(["Ab/c d", "life/Ab/c d", "Ab/c d"], await Grains.GetGrain<ILifeGrain>("Ab/c d").WhoAsync());

    [Fact]
    public async Task A_grain_class_need_not_derive_from_Grain() =>
        Assert.Equal("plain/a active", await Grains.GetGrain<IPlainGrain>("a").WhoAsync());
}
