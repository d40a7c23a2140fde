using FsCheck;
using FsCheck.Fluent;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Checks a property on the same generated cases in every run.</summary>
internal static class Properties
{
    private const ulong Seed = 20261122;
    private const ulong Gamma = 9;

    public static void ForAll<T>(Gen<T> gen, Action<T> check, int cases) =>
        Prop.ForAll(gen.ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, Gamma));

    public static Task ForAllAsync<T>(Gen<T> gen, Func<T, Task> check, int cases) => Task.Run(
        () => Prop.ForAll(gen.ToArbitrary(), value => check(value).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, Gamma)),
        TestContext.Current.CancellationToken);
}
