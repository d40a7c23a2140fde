using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

/// <summary>Against another implementation: b3sum, of the package of the same name.</summary>
public sealed class B3SumTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(100_000)]
    [InlineData(1_048_576)]
    [InlineData(5_000_011)]
    public async Task A_file_has_the_hash_that_b3sum_prints(int length)
    {
        using var file = new TemporaryFile(Inputs.Random(length, seed: length));
        var output = new byte[100];
        await Blake3File.HashAsync(file.Path, output, cancellationToken: Token);

        Assert.Equal(Convert.ToHexStringLower(output), await RunB3SumAsync("--no-names", "--length", "100", file.Path));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task A_derived_key_is_the_one_that_b3sum_prints(int length)
    {
        var material = Inputs.Random(length, seed: length);
        using var file = new TemporaryFile(material);
        var output = new byte[32];
        Blake3Hasher.DeriveKey("SoundTime tests 2026 b3sum", material, output);

        Assert.Equal(
            Convert.ToHexStringLower(output),
            await RunB3SumAsync("--no-names", "--derive-key", "SoundTime tests 2026 b3sum", file.Path));
    }

    private static async Task<string> RunB3SumAsync(params string[] arguments)
    {
        var (exitCode, output) = await ChildProcess.RunAsync("b3sum", arguments, cancellationToken: Token);
        Assert.True(exitCode == 0, output);
        return output.Trim();
    }
}
