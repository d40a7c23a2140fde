using System.Globalization;
using System.Runtime.InteropServices;

namespace SoundTime.Bench;

/// <summary>Where and when the figures were taken.</summary>
/// <param name="Date">When the run began.</param>
/// <param name="Processor">The processor's model.</param>
/// <param name="Cores">How many of its cores may be used.</param>
/// <param name="Kernel">The operating system's kernel.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="Ngtcp2">The version of the QUIC library.</param>
/// <param name="GnuTls">The version of the TLS library.</param>
/// <param name="LoadAverage">Processes that wanted to run in the last 1, 5 and 15 minutes: a quiet machine is near 0.</param>
internal sealed record MachineDescription(
    DateTimeOffset Date, string Processor, int Cores, string Kernel, string Runtime, string Ngtcp2, string GnuTls, string LoadAverage)
{
    /// <summary>This machine, now.</summary>
    /// <exception cref="IrohBindException">A library is missing; the text names the packages.</exception>
    public static MachineDescription Read() => new(
        TimeProvider.System.GetUtcNow(),
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        NativeVersions.Ngtcp2,
        NativeVersions.GnuTls,
        string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Date:yyyy-MM-dd HH:mm} UTC; {Processor}, {Cores} cores; Linux {Kernel}; {Runtime}; ngtcp2 {Ngtcp2}, GnuTLS {GnuTls}; load average {LoadAverage}");
}
