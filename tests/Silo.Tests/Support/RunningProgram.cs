using System.Diagnostics;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Support;

/// <summary>The built program as a process of its own, in an environment without any of this machine's settings.</summary>
internal sealed class RunningProgram : IDisposable
{
    /// <summary>How long a test waits for something that should take a moment.</summary>
    public static readonly TimeSpan Patience = Waiting.Patience;

    private readonly Process _process;
    private readonly Task<string> _error;

    public RunningProgram(string workingDirectory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "soundtime"), arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Silo.Options.OptionDeclaration.All.SelectMany(option => option.Names))
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Seclusion.Settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits for the line of standard output that begins with a text.</summary>
    public async Task<string> WaitForLineAsync(string beginning, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without a line \"{beginning}\": {await _error}");
    }

    /// <summary>Sends a signal such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the end and gives all that was left to read.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken).WaitAsync(patience, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(patience, cancellationToken);
        return (_process.ExitCode, output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
