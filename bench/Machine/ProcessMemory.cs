using System.Globalization;

namespace SoundTime.Bench;

/// <summary>What the kernel tells about a process's memory, in bytes.</summary>
internal static class ProcessMemory
{
    /// <summary>What is in memory now, counted page by page.</summary>
    public static long Resident(int processId) => Read($"/proc/{processId}/smaps_rollup", "Rss:");

    /// <summary>The most that was ever in memory at once.</summary>
    public static long PeakResident(int processId) => Read($"/proc/{processId}/status", "VmHWM:");

    private static long Read(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(name.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
    }
}
