namespace SoundTime.Blake3.Tests.Support;

/// <summary>All implementations that this machine can run, for theories.</summary>
internal static class Implementations
{
    public static IReadOnlyList<Compression> All { get; } = Compression.Supported();

    public static Compression Named(string name) => All.Single(compression => compression.Name == name);

    public static TheoryData<string> Names() => [.. All.Select(compression => compression.Name)];
}
