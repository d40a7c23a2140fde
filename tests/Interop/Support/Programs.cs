using System.ComponentModel;
using System.Diagnostics;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Programs that the tests compare with or make their files with.</summary>
internal static class Programs
{
    /// <summary>The BLAKE3 hashes of files, in hex, by b3sum: an implementation that is not ours.</summary>
    public static async Task<IReadOnlyList<string>> HashAsync(IEnumerable<string> paths, CancellationToken cancellationToken) =>
        (await RunAsync("b3sum", ["--no-names", .. paths], cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a program to its end; answers what it printed.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed: {await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"The program '{start.FileName}' cannot be started ({exception.Message}). ./test installs it.", exception);
        }
    }
}
