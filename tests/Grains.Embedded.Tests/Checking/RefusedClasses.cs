#pragma warning disable CA1812, CA1822, CS9113, CA1801 // What is refused is what analyzers may not like either.

// Grain classes that break a rule, one each, and what they implement.
namespace SoundTime.Grains.Embedded.Tests.Checking;

internal interface ISound : IGrainWithStringKey
{
    Task RunAsync();
}

internal abstract class SoundGrain : Grain, ISound
{
    public Task RunAsync() => Task.CompletedTask;
}

internal sealed class SoundState
{
    public int Value { get; set; }
}

internal sealed class KeylessState(int value)
{
    public int Value { get; set; } = value;
}

internal sealed class GoodGrain([PersistentState("good")] IPersistentState<SoundState> state, TimeProvider time) : SoundGrain;

internal sealed class GenericGrain<T> : SoundGrain;

internal sealed class BaselessGrain : ISound
{
    public Task RunAsync() => Task.CompletedTask;
}

internal sealed class TwoWaysGrain : SoundGrain
{
    public TwoWaysGrain()
    {
    }

    public TwoWaysGrain(TimeProvider time)
    {
    }
}

internal sealed class MarkedGrain : Grain, ISound
{
    [AlwaysInterleave]
    public Task RunAsync() => Task.CompletedTask;
}

internal sealed class UnnamedStateGrain(IPersistentState<SoundState> state) : SoundGrain;

internal sealed class BlankStateGrain([PersistentState(" ")] IPersistentState<SoundState> state) : SoundGrain;

internal sealed class MismarkedStateGrain([PersistentState("mismarked")] SoundState state) : SoundGrain;

internal sealed class KeylessStateGrain([PersistentState("keyless")] IPersistentState<KeylessState> state) : SoundGrain;

internal sealed class TwiceGrain(
    [PersistentState("twice")] IPersistentState<SoundState> one, [PersistentState("twice")] IPersistentState<SoundState> two) : SoundGrain;

internal sealed class OtherGoodGrain([PersistentState("good")] IPersistentState<SoundState> state) : SoundGrain;

internal static class Elsewhere
{
    internal interface IOther : IGrainWithStringKey;

    internal sealed class GoodGrain : Grain, IOther;
}
