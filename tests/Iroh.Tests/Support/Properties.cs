using FsCheck;
using FsCheck.Fluent;

namespace SoundTime.Iroh.Tests.Support;

/// <summary>Checks a property on the same generated cases in every run.</summary>
internal static class Properties
{
    private const ulong Seed = 20261122;
    private const ulong Gamma = 9;

    public static void ForAll<T>(Gen<T> gen, Action<T> check, int cases) =>
        Prop.ForAll(gen.ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, Gamma));
}
