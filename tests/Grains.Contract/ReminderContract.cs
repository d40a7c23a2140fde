using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>Reminders, which outlive activation and process.</summary>
public abstract class ReminderContract(IGrainTestHost host) : GrainContract(host)
{
    private static readonly TimeSpan Due = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private IReminderGrain Grain => Grains.GetGrain<IReminderGrain>("a");

    private int Ticks => Journal.Count("remind a work");

    [Fact]
    public async Task A_reminder_comes_when_it_is_due_and_after_each_period()
    {
        var start = World.Time.GetUtcNow();
        await Grain.SetAsync("work", Due, Period);
        await AdvanceAsync(Due - TimeSpan.FromSeconds(10));
        Assert.Equal(0, Ticks);
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        await Journal.WaitForAsync("remind a work", Token);
        await AdvanceAsync(Period);
        await Journal.WaitForAsync("remind a work", Token, count: 2);

        var last = await Grain.DescribeLastAsync();
        Assert.Equal(Period, last!.Period);
        Assert.Equal((start + Due).UtcDateTime, last.First, TimeSpan.FromSeconds(1));
        Assert.Equal(World.Time.GetUtcNow().UtcDateTime, last.Current, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_reminder_survives_a_restart_and_brings_its_grain()
    {
        await Grain.SetAsync("work", Due, Period);
        await Host.StopAsync(Token);
        await Host.StartAsync(Token);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("remind a work", Token);

        await Host.KillAsync();
        await Host.StartAsync(Token);
        await AdvanceAsync(Period);
        await Journal.WaitForAsync("remind a work", Token, count: 2);
    }

    [Fact]
    public async Task What_was_missed_is_not_made_up_for()
    {
        await Grain.SetAsync("work", Due, Period);
        await Host.StopAsync(Token);
        World.Time.Advance(Due + (Period * 3) + TimeSpan.FromMinutes(1));
        await Host.StartAsync(Token);
        await AdvanceAsync(Period - TimeSpan.FromMinutes(2));
        Assert.Equal(0, Ticks);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await Journal.WaitForAsync("remind a work", Token);
    }

    [Fact]
    public async Task A_reminder_that_is_set_again_replaces_the_first()
    {
        await Grain.SetAsync("work", Due, Period);
        await Grain.SetAsync("work", TimeSpan.FromHours(1), Period);
        await AdvanceAsync(TimeSpan.FromMinutes(50));
        Assert.Equal(0, Ticks);
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await Journal.WaitForAsync("remind a work", Token);
        Assert.Equal(["work"], await Grain.ListAsync());
    }

    [Fact]
    public async Task A_reminder_that_was_ended_comes_no_more()
    {
        await Grain.SetAsync("work", Due, Period);
        await Grain.SetAsync("other", Due, Period);
        Assert.Equal(["other", "work"], await Grain.ListAsync());
        await Grain.EndAsync("work");
        Assert.Equal(["other"], await Grain.ListAsync());
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("remind a other", Token);
        Assert.Equal(0, Ticks);

        await Host.StopAsync(Token);
        await Host.StartAsync(Token);
        await AdvanceAsync(Period);
        await Journal.WaitForAsync("remind a other", Token, count: 2);
        Assert.Equal(0, Ticks);
    }

    [Fact]
    public async Task A_reminder_that_fails_goes_on()
    {
        await Grain.FailAsync();
        await Grain.SetAsync("work", Due, Period);
        await AdvanceAsync(Due);
        await Journal.WaitForAsync("remind a work", Token);
        await AdvanceAsync(Period);
        await Journal.WaitForAsync("remind a work", Token, count: 2);
    }

    [Fact]
    public async Task A_period_below_a_minute_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Grain.SetAsync("work", Due, TimeSpan.FromSeconds(59)));
        Assert.Empty(await Grain.ListAsync());
    }
}
