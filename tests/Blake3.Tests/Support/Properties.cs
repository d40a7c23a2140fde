using FsCheck;
using FsCheck.Fluent;

namespace SoundTime.Blake3.Tests.Support;

/// <summary>Property tests with a fixed seed, so that every run tries the same.</summary>
internal static class Properties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithReplay(20191227UL, 16295UL).WithMaxTest(200).WithQuietOnSuccess(true);

    public static void Hold<T>(Gen<T> cases, Action<T> check) => Check.One(Fixed, Prop.ForAll(cases.ToArbitrary(), check));
}
