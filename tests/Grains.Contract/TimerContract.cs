using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>Timers of an activation.</summary>
public abstract class TimerContract(IGrainTestHost host) : GrainContract(host)
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private ITimerGrain Grain => Grains.GetGrain<ITimerGrain>("a");

    private int Ticks => Journal.Count("tick a");

    [Fact]
    public async Task A_timer_ticks_when_it_is_due_and_after_each_period()
    {
        await Grain.StartAsync(Due, Period, interleave: false);
        await AdvanceAsync(Due - TimeSpan.FromSeconds(1));
        Assert.Equal(0, Ticks);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Journal.WaitForAsync("tick a", Token);
        await AdvanceAsync(Period - TimeSpan.FromSeconds(1));
        Assert.Equal(1, Ticks);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Journal.WaitForAsync("tick a", Token, count: 2);
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        await Grain.StartAsync(Due, Timeout.InfiniteTimeSpan, interleave: false);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, Ticks);
    }

    [Fact]
    public async Task A_jump_over_periods_makes_one_tick()
    {
        await Grain.StartAsync(Period, Period, interleave: false);
        await AdvanceAsync(Period * 3.5);
        await Journal.WaitForAsync("tick a", Token);
        await Host.DrainAsync(Token);
        Assert.Equal(1, Ticks);
    }

    [Fact]
    public async Task The_period_is_counted_from_the_end_of_a_tick()
    {
        await Grain.StartSlowAsync(Due, Period, interleave: false);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        await AdvanceAsync(Period * 2);
        Assert.Equal(1, Ticks);

        Gates.Open("tick");
        await Journal.WaitForAsync("ticked a", Token);
        await AdvanceAsync(Period - TimeSpan.FromSeconds(1));
        Assert.Equal(1, Ticks);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Journal.WaitForAsync("tick a", Token, count: 2);
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        await Grain.StartAsync(Due, Period, interleave: false);
        var call = Grain.EnterAsync("call");
        await Journal.WaitForAsync("begin call a", Token);
        await AdvanceAsync(Due);
        Assert.Equal(0, Ticks);

        Gates.Open("call");
        await call;
        await Journal.WaitForAsync("tick a", Token);
    }

    [Fact]
    public async Task A_call_waits_for_the_tick_that_runs()
    {
        await Grain.StartSlowAsync(Due, Period, interleave: false);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        var call = Grain.EnterAsync("call");
        await Host.DrainAsync(Token);
        Assert.Equal(0, Journal.Count("begin call a"));

        Gates.Open("tick");
        Gates.Open("call");
        await call;
        Assert.Equal(["tick a", "ticked a", "begin call a", "end call a"], Journal.Lines);
    }

    [Fact]
    public async Task An_interleaving_tick_runs_beside_a_call()
    {
        await Grain.StartAsync(Due, Period, interleave: true);
        var call = Grain.EnterAsync("call");
        await Journal.WaitForAsync("begin call a", Token);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        Gates.Open("call");
        await call;
    }

    [Fact]
    public async Task A_timer_that_fails_goes_on()
    {
        await Grain.StartFailingAsync(Due, Period);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        await AdvanceAsync(Period);
        await Journal.WaitForAsync("tick a", Token, count: 2);
    }

    [Fact]
    public async Task A_timer_can_be_set_anew()
    {
        await Grain.StartAsync(Due, Period, interleave: false);
        await Grain.ChangeAsync(TimeSpan.FromMinutes(1), Period);
        await AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(0, Ticks);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Journal.WaitForAsync("tick a", Token);
    }

    [Fact]
    public async Task A_tick_can_set_its_timer_anew()
    {
        await Grain.StartChangingAsync(Due, Period);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Journal.WaitForAsync("tick a", Token, count: 2);
        await AdvanceAsync(Period - TimeSpan.FromSeconds(1));
        Assert.Equal(2, Ticks);
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more()
    {
        await Grain.StartAsync(Due, Period, interleave: false);
        await Grain.EndAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, Ticks);
    }

    [Fact]
    public async Task Disposing_a_timer_cancels_the_tick_that_runs()
    {
        await Grain.StartEndlessAsync(Due);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("tick a", Token);
        await Grain.EndAsync();
        await Journal.WaitForAsync("cancelled a", Token);
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        await Grain.StartAsync(Due, Period, interleave: false);
        await Grain.DeactivateAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, Ticks);
    }

    [Fact]
    public async Task A_time_that_no_timer_takes_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.StartAsync(TimeSpan.FromSeconds(-2), Period, interleave: false));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.StartAsync(Due, TimeSpan.FromDays(100), interleave: false));
    }
}
