using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Embedded.Tests.Support;

namespace SoundTime.Grains.Embedded.Tests;

/// <summary>Move the clock, drain, look: nothing that follows from a time is missed.</summary>
public sealed class DrainTests() : EmbeddedTest
{
    [Fact]
    public async Task Nothing_to_wait_for_ends_at_once() => await Runtime.DrainAsync(Token);

    [Fact]
    public async Task All_that_follows_from_a_tick_is_waited_for()
    {
        for (var round = 1; round <= 100; round++)
        {
            await Grains.GetGrain<ICallerGrain>($"caller{round}").FanOutSoonAsync($"round{round}-", 5);
            World.Time.Advance(TimeSpan.FromSeconds(1));
            await Runtime.DrainAsync(Token);
            Assert.Equal(round, Journal.Count("fanned 25"));
        }
    }

    [Fact]
    public async Task A_store_that_answers_late_is_waited_for()
    {
        World.States.Before = () => Task.Run(YieldAsync, Token);
        var write = Grains.GetGrain<INoteGrain>("a").WriteAsync("kept");
        await Runtime.DrainAsync(Token);
        Assert.Equal(2, World.States.Count);
        await write;

        static async Task YieldAsync()
        {
            for (var i = 0; i < 1000; i++)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_grain_that_waits_for_the_world_is_not_waited_for()
    {
        var call = Grains.GetGrain<ITurnGrain>("a").EnterAsync("gate");
        await Runtime.DrainAsync(Token);
        Assert.Equal(["begin gate"], Journal.Lines);
        Assert.False(call.IsCompleted);
    }
}
