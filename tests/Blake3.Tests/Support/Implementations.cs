using System.Globalization;

namespace SoundTime.Blake3.Tests.Support;

/// <summary>All implementations that this machine can run, for theories.</summary>
internal static class Implementations
{
    /// <summary>Environment variable: how many implementations there may be at most, where hardware has been switched off.</summary>
    public const string MostVariable = "BLAKE3_TESTS_MOST_IMPLEMENTATIONS";

    public static IReadOnlyList<Compression> All { get; } = Supported();

    public static Compression Named(string name) => All.Single(compression => compression.Name == name);

    public static TheoryData<string> Names() => [.. All.Select(compression => compression.Name)];

    /// <summary>Those to be compared with the scalar one, which comes first.</summary>
    public static TheoryData<string> VectorNames() => [.. All.Skip(1).Select(compression => compression.Name)];

    /// <remarks>A switch that the runtime no longer knows would go unnoticed without this check.</remarks>
    private static IReadOnlyList<Compression> Supported()
    {
        var supported = Compression.Supported();
        return Environment.GetEnvironmentVariable(MostVariable) is { } most && supported.Count > int.Parse(most, CultureInfo.InvariantCulture)
            ? throw new InvalidOperationException("Hardware that was to be switched off is still there.")
            : supported;
    }
}
