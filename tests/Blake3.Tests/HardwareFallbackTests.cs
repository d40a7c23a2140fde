using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

/// <summary>
/// The widths are chosen when the program starts, and rotations are done another way where AVX-512 is missing. So the
/// tests of the implementations run again in programs from which the runtime hides some of the hardware.
/// </summary>
public sealed class HardwareFallbackTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "4", typeof(OfficialVectorTests), typeof(ImplementationAgreementTests))]
    [InlineData("DOTNET_EnableAVX2", "3", typeof(OfficialVectorTests), typeof(ImplementationAgreementTests))]
    [InlineData("DOTNET_EnableHWIntrinsic", "1", typeof(OfficialVectorTests))]
    public async Task The_implementations_are_right_on_machines_that_lack(string switchedOff, string mostImplementations, params Type[] tests)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            "dotnet",
            [typeof(HardwareFallbackTests).Assembly.Location, .. tests.SelectMany(test => new[] { "-class", test.FullName! })],
            new Dictionary<string, string> { [switchedOff] = "0", [Implementations.MostVariable] = mostImplementations },
            TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output);
        Assert.Matches("Total: [1-9]", output);
    }
}
