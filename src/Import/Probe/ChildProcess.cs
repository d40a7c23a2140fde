using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;

namespace SoundTime.Import;

/// <summary>Runs ffprobe or ffmpeg: no shell, no standard input, a time limit, and output that is read as a stream.</summary>
internal sealed class ChildProcess(TimeSpan timeLimit, TimeProvider timeProvider)
{
    /// <summary>How much of the error output is kept, in bytes; the rest is read and dropped, so that the child does not block.</summary>
    private const int MaxErrorBytes = 4 * 1024;

    /// <summary>Runs to the end and answers the exit code, what <paramref name="readOutput"/> made of the output, and the error text.</summary>
    /// <exception cref="ImportException">The program is missing, or was killed because it took too long.</exception>
    public async Task<ChildResult<T>> RunAsync<T>(
        string program, IEnumerable<string> arguments, Func<Stream, CancellationToken, Task<T>> readOutput, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeLimit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start(program, arguments);
        try
        {
            process.StandardInput.Close();
            // A grandchild may hold the pipes open after the kill: the waits end with the token, not with the pipes.
            var errors = ReadErrorsAsync(process.StandardError.BaseStream, either.Token);
            var output = await readOutput(process.StandardOutput.BaseStream, either.Token).WaitAsync(either.Token);
            var errorText = await errors.WaitAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            return new ChildResult<T>(process.ExitCode, output, errorText);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ImportException(ImportFailure.TimedOut,
                $"{Path.GetFileName(program)} took more than {timeLimit.TotalSeconds:0.#} s and was killed; the file may be broken.");
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new ImportException(ImportFailure.ProbeMissing,
                $"{program} cannot be started ({e.Message}). Install the package `ffmpeg` (Debian, Ubuntu: apt install ffmpeg), or set its path.", e);
        }
    }

    private static async Task<string> ReadErrorsAsync(Stream errors, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(errors);
        var start = await reader.ReadAtLeastAsync(MaxErrorBytes, cancellationToken);
        var kept = start.Buffer.Slice(0, Math.Min(start.Buffer.Length, MaxErrorBytes));
        var text = TagText.Clean(Encoding.UTF8.GetString(kept), MaxErrorBytes) ?? "no reason given";
        reader.AdvanceTo(start.Buffer.End);
        await reader.CopyToAsync(Stream.Null, cancellationToken);
        return text;
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
