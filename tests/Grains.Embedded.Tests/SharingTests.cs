using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Embedded.Tests.Support;

namespace SoundTime.Grains.Embedded.Tests;

/// <summary>Without copying, as in production, messages cost nothing and are shared.</summary>
public sealed class SharingTests() : EmbeddedTest(options => options.CopyArguments = false)
{
    [Fact]
    public async Task Arguments_and_results_are_the_same_objects()
    {
        var grain = Grains.GetGrain<IMessageGrain>("a");
        byte[] bytes = [1, 2];
        Assert.Same(bytes, await grain.EchoBytesAsync(bytes));
        List<string> names = ["mine"];
        await grain.KeepAsync(names, bytes);
        Assert.Same(names, await grain.GiveAsync());
    }
}
