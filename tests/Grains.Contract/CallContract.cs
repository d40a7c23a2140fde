using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>What a caller gets: results, exceptions, the end of its patience.</summary>
public abstract class CallContract(IGrainTestHost host) : GrainContract(host)
{
    [Fact]
    public async Task What_a_grain_throws_reaches_the_caller()
    {
        var grain = Grains.GetGrain<IFailingGrain>("a");
        Assert.Equal("at once", (await Assert.ThrowsAsync<InvalidOperationException>(() => grain.ThrowAtOnceAsync("at once"))).Message);
        Assert.Equal("later", (await Assert.ThrowsAsync<InvalidOperationException>(() => grain.ThrowLaterAsync("later"))).Message);
        Assert.Equal("bad", (await Assert.ThrowsAsync<ArgumentException>(async () => await grain.ThrowArgumentAsync("bad"))).Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await grain.ThrowCancelledAsync());
    }

    [Fact]
    public async Task A_grain_goes_on_after_it_threw()
    {
        var grain = Grains.GetGrain<IFailingGrain>("a");
        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.ThrowLaterAsync("later"));
        Assert.Equal("done", await grain.WorkAsync());
    }

    [Fact]
    public async Task A_grain_catches_what_another_throws() =>
        Assert.Equal("InvalidOperationException: from far", await Grains.GetGrain<ICallerGrain>("a").CatchAsync("b", "from far"));

    [Fact]
    public async Task Overloads_and_default_arguments_work()
    {
        var grain = Grains.GetGrain<IMessageGrain>("a");
        Assert.Equal("hello, ada", await grain.GreetAsync("ada"));
        Assert.Equal("bye, ada", await grain.GreetAsync("ada", "bye"));
        Assert.Equal("hello, number 7", await grain.GreetAsync(7));
    }

    [Fact]
    public async Task A_caller_waits_no_longer_than_the_limit_and_the_grain_goes_on()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var call = grain.EnterAsync("slow");
        await Journal.WaitForAsync("begin slow", Token);
        await Host.PassResponseTimeoutAsync(Token);
        await Assert.ThrowsAsync<TimeoutException>(() => call);

        Gates.Open("slow");
        await Journal.WaitForAsync("end slow", Token);
        Assert.Equal(1, await grain.IncrementAsync());
    }

    [Fact]
    public async Task A_call_that_waited_until_its_caller_gave_up_never_begins()
    {
        var grain = Grains.GetGrain<ITurnGrain>("a");
        var slow = grain.EnterAsync("slow");
        await Journal.WaitForAsync("begin slow", Token);
        var waiting = grain.EnterAsync("waiting");
        await Host.PassResponseTimeoutAsync(Token);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        await Assert.ThrowsAsync<TimeoutException>(() => slow);

        Gates.Open("slow");
        await grain.IncrementAsync();
        Assert.Equal(0, Journal.Count("begin waiting"));
    }
}
