using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>One turn at a time, one call at a time unless marked.</summary>
public abstract class TurnContract(IGrainTestHost host) : GrainContract(host)
{
    [Fact]
    public async Task A_call_waits_until_the_one_before_it_has_ended()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var first = grain.EnterAsync("first");
        await Journal.WaitForAsync("begin first", Token);
        var second = grain.EnterAsync("second");
        await Host.DrainAsync(Token);
        Assert.Equal(0, Journal.Count("begin second"));

        Gates.Open("second");
        Gates.Open("first");
        await Task.WhenAll(first, second);
        Assert.Equal(["begin first", "end first", "begin second", "end second"], Journal.Lines);
    }

    [Fact]
    public async Task Calls_that_await_between_reading_and_writing_lose_nothing()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(grain.IncrementAsync)));
        Assert.Equal(201, await grain.IncrementAsync());
    }

    [Fact]
    public async Task What_a_call_awaits_comes_back_to_its_turn()
    {
        var where = await Grains.GetGrain<ITurnGrain>("a").WhereAsync();
        Assert.Equal([true, true, false, true, true], where);
        Assert.True(await Grains.GetGrain<ICallerGrain>("b").ComesBackAsync("a"));
    }

    [Fact]
    public async Task Grains_run_side_by_side()
    {
        var first = Grains.GetGrain<ITurnGrain>("a").EnterAsync("first");
        var second = Grains.GetGrain<ITurnGrain>("b").EnterAsync("second");
        await Journal.WaitForAsync("begin first", Token);
        await Journal.WaitForAsync("begin second", Token);
        Gates.Open("first");
        Gates.Open("second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        var grain = Grains.GetGrain<IReentrantGrain>("a");
        var first = grain.EnterAsync("first");
        await Journal.WaitForAsync("begin first", Token);
        var second = grain.EnterThroughReferenceAsync("second");
        await Journal.WaitForAsync("begin second", Token);
        Gates.Open("first");
        Gates.Open("second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_call_that_always_interleaves_runs_beside_any_other()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var first = grain.EnterAsync("first");
        await Journal.WaitForAsync("begin first", Token);
        var second = grain.EnterBesideAllAsync("second");
        await Journal.WaitForAsync("begin second", Token);

        Gates.Open("first");
        await first;
        var third = grain.EnterAsync("third");
        await Journal.WaitForAsync("begin third", Token);
        Gates.Open("second");
        Gates.Open("third");
        await Task.WhenAll(second, third);
    }

    [Fact]
    public async Task Calls_that_waited_for_the_activation_interleave_as_if_they_came_after_it()
    {
        var grain = Grains.GetGrain<ITurnGrain>(TurnGrain.Late);
        var exclusive = grain.EnterAsync("exclusive");
        var waiting = grain.EnterAsync("waiting");
        var beside = grain.EnterBesideAllAsync("beside");
        await Host.DrainAsync(Token);
        Assert.Empty(Journal.Lines);

        Gates.Open(TurnGrain.Late);
        await Journal.WaitForAsync("begin beside", Token);
        Gates.Open("exclusive");
        Gates.Open("waiting");
        await Task.WhenAll(exclusive, waiting);
        Assert.Equal(0, Journal.Count("end beside"));
        Gates.Open("beside");
        await beside;
    }

    [Fact]
    public async Task A_read_only_call_overtakes_one_that_waits_for_others_of_its_kind()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var writer = grain.EnterAsync("writer");
        await Journal.WaitForAsync("begin writer", Token);
        var reader = grain.ReadAsync("reader");
        await Host.DrainAsync(Token);
        var later = grain.EnterAsync("later");
        await Host.DrainAsync(Token);
        var second = grain.ReadAsync("second");
        await Host.DrainAsync(Token);
        Gates.Open("writer");
        await Journal.WaitForAsync("begin reader", Token);
        await Journal.WaitForAsync("begin second", Token);
        Assert.Equal(0, Journal.Count("begin later"));

        Gates.Open("reader");
        Gates.Open("second");
        Gates.Open("later");
        await Task.WhenAll(writer, reader, second, later);
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_alone()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var first = grain.ReadAsync("first");
        await Journal.WaitForAsync("begin first", Token);
        var second = grain.ReadAsync("second");
        await Journal.WaitForAsync("begin second", Token);
        var writer = grain.EnterAsync("writer");
        await Host.DrainAsync(Token);
        Assert.Equal(0, Journal.Count("begin writer"));

        Gates.Open("first");
        Gates.Open("second");
        await Task.WhenAll(first, second);
        await Journal.WaitForAsync("begin writer", Token);
        var reader = grain.ReadAsync("reader");
        await Host.DrainAsync(Token);
        Assert.Equal(0, Journal.Count("begin reader"));

        Gates.Open("writer");
        Gates.Open("reader");
        await Task.WhenAll(writer, reader);
    }

    [Fact]
    public async Task A_grain_does_not_see_its_callers_async_locals()
    {
        TurnGrain.Ambient.Value = "the caller's";
        Assert.Null(await Grains.GetGrain<ITurnGrain>("a").AmbientAsync());
    }

    [Fact]
    public async Task A_call_does_not_see_the_async_locals_of_another()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var first = grain.EnterAsync("first");
        await Journal.WaitForAsync("begin first", Token);
        Task[] setting = [.. Enumerable.Range(0, 20).Select(_ => grain.SetAmbientAsync("another's"))];
        var seen = grain.AmbientAsync();
        Gates.Open("first");
        Assert.Null(await seen);
        await Task.WhenAll(setting.Append(first));
    }

    [Fact]
    public async Task A_grain_calls_many_others_at_once()
    {
        Assert.Equal(50, await Grains.GetGrain<ICallerGrain>("a").FanOutAsync("many", 50));
        Assert.Equal(100, await Grains.GetGrain<ICallerGrain>("a").FanOutAsync("many", 50));
    }

    [Fact]
    public async Task A_grain_that_calls_itself_waits_until_the_time_is_over()
    {
        var call = Grains.GetGrain<ICallerGrain>("a").CallMyselfAsync();
        await Host.DrainAsync(Token);
        Assert.False(call.IsCompleted);

        await Host.PassResponseTimeoutAsync(Token);
        try
        {
            // Both the inner and the outer call are overdue; which of them notices first is open.
            Assert.Equal(nameof(TimeoutException), await call);
        }
        catch (TimeoutException)
        {
            Assert.True(call.IsFaulted);
        }
    }
}
