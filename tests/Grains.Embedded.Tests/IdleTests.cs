using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Embedded.Tests.Support;

namespace SoundTime.Grains.Embedded.Tests;

/// <summary>Activations that nobody calls end, by the test's clock.</summary>
public sealed class IdleTests() : EmbeddedTest(options => options.CollectionAge = TimeSpan.FromMinutes(10))
{
    [Fact]
    public async Task A_grain_that_nobody_calls_ends()
    {
        await Grains.GetGrain<ILifeGrain>("a").InstanceAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(1, Runtime.ActivationCount);
        await AdvanceAsync(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(0, Runtime.ActivationCount);
        Assert.Equal(["activate a", "deactivate a ActivationIdle", "disposed a"], Journal.Lines);
    }

    [Fact]
    public async Task A_call_makes_the_time_begin_anew()
    {
        await Grains.GetGrain<ILifeGrain>("a").InstanceAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        await Grains.GetGrain<ILifeGrain>("a").InstanceAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(1, Runtime.ActivationCount);
    }

    [Fact]
    public async Task A_call_that_runs_keeps_its_grain()
    {
        var work = Grains.GetGrain<ILifeGrain>("a").WorkAsync("gate");
        await AdvanceAsync(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<TimeoutException>(() => work);
        Assert.Equal(1, Runtime.ActivationCount);

        Gates.Open("gate");
        await Journal.WaitForAsync("worked a", Token);
        await AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(0, Runtime.ActivationCount);
    }

    [Fact]
    public async Task A_class_says_how_long_its_grains_may_be_idle()
    {
        await Grains.GetGrain<IPatientGrain>("a").CallAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(119));
        Assert.Equal(1, Runtime.ActivationCount);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(1, Journal.Count("gone a"));
    }

    [Fact]
    public async Task A_grain_can_ask_to_stay()
    {
        await Grains.GetGrain<IPatientGrain>("a").StayAsync(TimeSpan.FromHours(5));
        await Grains.GetGrain<IPatientGrain>("b").StayAsync(Timeout.InfiniteTimeSpan);
        await AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal(2, Runtime.ActivationCount);
        await AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(["gone a"], Journal.Lines);

        await Grains.GetGrain<IPatientGrain>("b").StayAsync(TimeSpan.Zero);
        await AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(["gone a", "gone b"], Journal.Lines);
    }

    [Fact]
    public async Task Only_a_timer_that_says_so_keeps_its_grain()
    {
        await Grains.GetGrain<IPatientGrain>("a").TickAsync(keepAlive: false);
        await Grains.GetGrain<IPatientGrain>("b").TickAsync(keepAlive: true);
        for (var minute = 0; minute < 130; minute++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["gone a"], Journal.Lines);
    }

    [Fact]
    public async Task Nothing_is_left_of_grains_that_ended()
    {
        const int Count = 1000;
        for (var i = 0; i < Count; i++)
        {
            await Grains.GetGrain<IWitnessedGrain>($"{i}").CallAsync();
        }

        await AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(0, Runtime.ActivationCount);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The threads of the pool may still hold on to the last one or two.
        Assert.InRange(World.Witnesses.Alive, 0, 10);
    }
}
