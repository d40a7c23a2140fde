using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace SoundTime.Bench;

/// <summary>A process that a measurement starts. Disposing ends it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly FileStream _log;
    private readonly Task _logging;

    private ChildProcess(Process process, FileStream log)
    {
        _process = process;
        _log = log;
        _logging = process.StandardError.BaseStream.CopyToAsync(log);
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Processor time so far, while it runs.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Starts a program. What it writes to its standard error goes to a file in the folder.</summary>
    /// <exception cref="BenchException">There is no such program.</exception>
    public static ChildProcess Start(string folder, string program, params IEnumerable<string> arguments)
    {
        var log = new FileStream(Path.Combine(folder, Path.GetRandomFileName() + ".log"), FileMode.CreateNew, FileAccess.ReadWrite);
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            return new ChildProcess(Process.Start(start)!, log);
        }
        catch (Win32Exception exception)
        {
            log.Dispose();
            throw new BenchException($"{program} cannot be started: {exception.Message}.", exception);
        }
    }

    /// <summary>Starts this program in one of its roles.</summary>
    public static ChildProcess StartRole(string folder, params IEnumerable<string> arguments) => Start(folder, Environment.ProcessPath!, arguments);

    /// <summary>Sends a line to its standard input.</summary>
    public async Task TellAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>The next line of its standard output.</summary>
    /// <exception cref="BenchException">It ended instead.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw await FailAsync(cancellationToken);

    /// <summary>The next line of its standard output, a value in JSON.</summary>
    /// <exception cref="BenchException">It ended instead.</exception>
    public async Task<T> ReadAsync<T>(CancellationToken cancellationToken) => JsonSerializer.Deserialize<T>(await ReadLineAsync(cancellationToken))!;

    /// <summary>Waits for its end. Answers what it wrote to its standard output.</summary>
    /// <exception cref="BenchException">It ended with an error.</exception>
    public async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 ? output : throw await FailAsync(cancellationToken);
    }

    /// <summary>Reads and forgets its standard output until it ends.</summary>
    public Task DiscardOutputAsync() => _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

    public async ValueTask DisposeAsync()
    {
        // None of them has anything to save. One that has ended already is left alone.
        _process.Kill();
        using var limit = new CancellationTokenSource(TimeToEnd);
        await Task.WhenAll(_process.WaitForExitAsync(limit.Token), _logging.WaitAsync(limit.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private async Task<BenchException> FailAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _logging.WaitAsync(cancellationToken);
        await _log.FlushAsync(cancellationToken);
        var lines = await File.ReadAllLinesAsync(_log.Name, cancellationToken);
        var command = string.Join(' ', _process.StartInfo.ArgumentList.Prepend(Path.GetFileName(_process.StartInfo.FileName)));
        return new BenchException($"\"{command}\" ended with code {_process.ExitCode}. {string.Join(' ', lines.TakeLast(5))}");
    }
}
