using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Embedded.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Grains.Embedded.Tests;

/// <summary>How the embedded runtime ends.</summary>
public sealed class StopTests() : EmbeddedTest
{
    [Fact]
    public async Task Calls_after_the_stop_are_refused()
    {
        var runtime = Runtime;
        var grain = Grains.GetGrain<ILifeGrain>("a");
        await runtime.StopAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(grain.InstanceAsync);
    }

    [Fact]
    public async Task Calls_that_wait_are_run_before_the_end()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var first = grain.EnterAsync("gate");
        await Journal.WaitForAsync("begin gate", Token);
        Task<int>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => grain.IncrementAsync())];
        var stop = Runtime.StopAsync(Token);
        Gates.Open("gate");
        await stop;
        await first;
        Assert.Equal(Enumerable.Range(1, 10), await Task.WhenAll(waiting));
        Assert.Equal(0, Runtime.ActivationCount);
    }

    [Fact]
    public async Task A_tick_that_would_never_end_is_told()
    {
        await Grains.GetGrain<ITimerGrain>("a").StartEndlessAsync(TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["tick a"], Journal.Lines);
        await Runtime.StopAsync(Token).WaitAsync(Waiting.Patience, TimeProvider.System, Token);
        Assert.Equal(["tick a", "cancelled a"], Journal.Lines);
    }

    [Fact]
    public async Task What_throws_as_a_timer_ends_is_logged_and_does_not_keep_its_grain()
    {
        await Grains.GetGrain<ITimerGrain>("a").StartThrowingAtEndAsync(TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Runtime.StopAsync(Token).WaitAsync(Waiting.Patience, TimeProvider.System, Token);
        Assert.Equal(0, Runtime.ActivationCount);
        Assert.Contains("A timer of timer/a failed as it ended.", Embedded.Log.Lines);
    }

    [Fact]
    public async Task Grains_may_call_each_other_while_they_end()
    {
        for (var i = 0; i < 20; i++)
        {
            await Grains.GetGrain<IFarewellGrain>($"{i}").TellAsync("hello");
        }

        await Runtime.StopAsync(Token);
        Assert.Equal(20, Journal.Lines.Count(line => line.StartsWith("told ", StringComparison.Ordinal) && line != "told hello"));
        Assert.Equal(0, Runtime.ActivationCount);
    }

    [Fact]
    public async Task A_stop_that_may_not_wait_says_what_it_cuts_off()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grains.GetGrain<ITurnGrain>("a").EnterAsync("never");
        await Journal.WaitForAsync("begin never", Token);
        var stop = Runtime.StopAsync(cancellation.Token);
        await Runtime.DrainAsync(Token);
        Assert.False(stop.IsCompleted);
        await cancellation.CancelAsync();
        await stop;
        Assert.Contains(Embedded.Log.Lines, line => line.StartsWith("1 grains had not ended", StringComparison.Ordinal));
        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task A_runtime_that_is_killed_tells_nobody()
    {
        await Grains.GetGrain<ILifeGrain>("a").InstanceAsync();
        await Host.KillAsync();
        await Host.StartAsync(Token);
        await Grains.GetGrain<ILifeGrain>("a").InstanceAsync();
        Assert.Equal(["activate a", "activate a"], Journal.Lines);
    }

    [Fact]
    public async Task Timers_of_a_killed_runtime_do_nothing()
    {
        await Grains.GetGrain<ITimerGrain>("a").StartAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), interleave: false);
        await Grains.GetGrain<IReminderGrain>("a").SetAsync("work", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await Host.KillAsync();
        World.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Journal.Lines);
    }
}
