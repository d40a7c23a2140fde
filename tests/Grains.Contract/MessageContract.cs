using System.Collections.Immutable;
using System.Text.Json;
using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract;

/// <summary>What messages carry, and that nothing is shared by them.</summary>
public abstract class MessageContract(IGrainTestHost host) : GrainContract(host)
{
    [Fact]
    public async Task A_record_arrives_as_it_was()
    {
        var letter = new Letter(
            "text", null, LetterKind.Registered, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)), TimeSpan.FromSeconds(3),
            ["one", "two"], [1, ulong.MaxValue], ImmutableArray.Create(1, 2), new Dictionary<string, long> { ["a"] = 1 }, new Stamp(5, "se"), 0.1);
        var echo = await Grains.GetGrain<IMessageGrain>("a").EchoAsync(letter);
        Assert.Equal(JsonSerializer.Serialize(letter), JsonSerializer.Serialize(echo));
        Assert.Equal(letter.At.Offset, echo.At.Offset);
    }

    [Fact]
    public async Task Tuples_bytes_and_lists_arrive_as_they_were()
    {
        var grain = Grains.GetGrain<IMessageGrain>("a");
        var bytes = Enumerable.Range(0, 120_000).Select(i => (byte)i).ToArray();
        Assert.Equal((3, "three"), await grain.EchoTupleAsync((3, "three")));
        Assert.Equal(bytes, await grain.EchoBytesAsync(bytes));
        Assert.Equal(bytes, (await grain.EchoMemoryAsync(bytes)).ToArray());
        Assert.Equal([new Stamp(1, "se"), new Stamp(2, "no")], await grain.EchoListAsync([new Stamp(1, "se"), new Stamp(2, "no")]));
    }

    [Fact]
    public async Task Caller_and_grain_share_no_argument()
    {
        var grain = Grains.GetGrain<IMessageGrain>("a");
        List<string> names = ["mine"];
        byte[] bytes = [1, 2];
        await grain.KeepAsync(names, bytes);
        Assert.Equal(["mine"], names);
        Assert.Equal([1, 2], bytes);

        names.Add("more");
        bytes[1] = 77;
        Assert.Equal("mine, added by the grain; 99, 2", await grain.DescribeAsync());
    }

    [Fact]
    public async Task Caller_and_grain_share_no_result()
    {
        var grain = Grains.GetGrain<IMessageGrain>("a");
        await grain.KeepAsync(["mine"], [1]);
        (await grain.GiveAsync()).Clear();
        Assert.Equal("mine, added by the grain; 99", await grain.DescribeAsync());
    }
}
