using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Embedded.Tests.Support;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Embedded.Tests;

/// <summary>What the embedded runtime promises beyond the contract, and what happens when something beside it fails.</summary>
public sealed class RuntimeTests() : EmbeddedTest
{
    [Fact]
    public async Task Calls_of_one_caller_run_in_their_order()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        Assert.Equal(Enumerable.Range(1, 100), await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => grain.IncrementAsync())));
    }

    [Fact]
    public async Task Grains_that_come_and_go_lose_no_call()
    {
        const int Callers = 16;
        const int Calls = 100;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (var i = 0; i < Calls; i++)
                {
                    var grain = Grains.GetGrain<INoteGrain>($"{(caller + i) % 5}");
                    await grain.WriteAsync("text");
                    if (i % 7 == caller % 7)
                    {
                        await grain.DeactivateAsync();
                    }
                }
            },
            Token)));

        var counts = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Grains.GetGrain<INoteGrain>($"{i}").CountAsync()));
        Assert.Equal(Callers * Calls, counts.Sum());
    }

    [Fact]
    public async Task A_store_that_fails_fails_the_call_and_the_next_tries_again()
    {
        var grain = Grains.GetGrain<INoteGrain>("a");
        World.States.Failure = new IOException("No disk.");
        await Assert.ThrowsAsync<IOException>(grain.ReadAsync);
        World.States.Failure = null;
        Assert.Equal("empty", await grain.ReadAsync());

        World.States.Failure = new IOException("No disk.");
        await Assert.ThrowsAsync<IOException>(() => grain.WriteAsync("kept"));
        World.States.Failure = null;
        await grain.WriteAsync("kept");
        Assert.Equal("kept", await grain.RefreshAsync());
    }

    [Fact]
    public async Task The_start_fails_where_reminders_cannot_be_read()
    {
        await Host.StopAsync(Token);
        World.Reminders.Failure = new IOException("No disk.");
        await Assert.ThrowsAsync<IOException>(() => Host.StartAsync(Token));
    }

    [Fact]
    public async Task A_reminder_of_a_class_that_is_gone_stays_stored()
    {
        await World.Reminders.SaveAsync(
            new StoredReminder("gone", "a", "work", World.Time.GetUtcNow(), TimeSpan.FromMinutes(1), string.Empty), Token);
        await Host.StopAsync(Token);
        await Host.StartAsync(Token);
        Assert.Contains(Embedded.Log.Lines, line => line.Contains("gone/a", StringComparison.Ordinal));
        Assert.Single(await World.Reminders.ListAsync(Token));
    }

    [Fact]
    public async Task A_reminder_from_a_time_when_the_clock_was_years_ahead_comes_after_its_period()
    {
        var period = TimeSpan.FromMinutes(5);
        await World.Reminders.SaveAsync(new StoredReminder("reminder", "a", "work", World.Time.GetUtcNow().AddYears(50), period, string.Empty), Token);
        await Host.StopAsync(Token);
        await Host.StartAsync(Token);
        await AdvanceAsync(period);
        await AdvanceAsync(period);
        Assert.Equal(2, Journal.Count("remind a work"));
    }

    [Fact]
    public async Task A_reminder_that_was_set_anew_cannot_be_ended_by_what_was_found_before()
    {
        await Grains.GetGrain<IReminderGrain>("a").SetAsync("work", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grains.GetGrain<IReminderGrain>("a").EndAfterSettingAnewAsync("work"));
    }

    [Fact]
    public async Task What_fails_after_its_caller_gave_up_is_logged()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grains.GetGrain<IFailingGrain>("a").ThrowBehindGateAsync("gate", cancellation.Token);
        await Runtime.DrainAsync(Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Gates.Open("gate");
        await Grains.GetGrain<IFailingGrain>("a").WorkAsync();
        Assert.Contains(Embedded.Log.Lines, line => line.Contains("failed after its caller had given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_in_a_timer_or_reminder_is_logged()
    {
        await Grains.GetGrain<ITimerGrain>("a").StartFailingAsync(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        await Grains.GetGrain<IReminderGrain>("a").FailAsync();
        await Grains.GetGrain<IReminderGrain>("a").SetAsync("work", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Contains("A timer of timer/a failed; it goes on.", Embedded.Log.Lines);
        Assert.Contains("The reminder work of reminder/a failed; it goes on.", Embedded.Log.Lines);
    }

    [Fact]
    public async Task References_to_one_grain_are_equal()
    {
        Assert.Equal(Grains.GetGrain<ITurnGrain>("a"), Grains.GetGrain<ITurnGrain>("a"));
        Assert.NotEqual(Grains.GetGrain<ITurnGrain>("a"), Grains.GetGrain<ITurnGrain>("b"));
        Assert.Equal("a", Grains.GetGrain<ITurnGrain>("a").GetPrimaryKeyString());
        Assert.Throws<ArgumentException>(() => Grains.GetGrain<ITurnGrain>("a").AsReference<INoteGrain>());
        await Runtime.DrainAsync(Token);
    }

    [Fact]
    public void An_empty_key_is_refused() => Assert.Throws<ArgumentException>(() => Grains.GetGrain<ITurnGrain>(" "));

    [Fact]
    public void A_grain_cannot_be_made_outside_of_its_runtime() => Assert.Throws<InvalidOperationException>(() => new FailingGrain(Gates));
}
