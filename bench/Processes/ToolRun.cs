using System.Diagnostics;

namespace SoundTime.Bench;

/// <summary>One run of another program from its start to its end.</summary>
/// <param name="Seconds">Time on the wall.</param>
/// <param name="CpuSeconds">Its processor time.</param>
/// <param name="Output">What it wrote to its standard output.</param>
internal sealed record ToolRun(double Seconds, double CpuSeconds, string Output)
{
    /// <summary>Runs a program. No other child process may end meanwhile, as its processor time would be counted in.</summary>
    /// <exception cref="BenchException">It cannot be started, or ended with an error.</exception>
    public static async Task<ToolRun> RunAsync(string folder, IEnumerable<string> command, CancellationToken cancellationToken)
    {
        var cpu = LibC.EndedChildren;
        var started = Stopwatch.GetTimestamp();
        await using var process = ChildProcess.Start(folder, command.First(), command.Skip(1));
        var output = await process.WaitAsync(cancellationToken);
        return new ToolRun(Stopwatch.GetElapsedTime(started).TotalSeconds, (LibC.EndedChildren - cpu).TotalSeconds, output);
    }
}
