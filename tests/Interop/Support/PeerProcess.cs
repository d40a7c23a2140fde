using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using SoundTime.Interop.Tests.Network;

namespace SoundTime.Interop.Tests.Support;

/// <summary>
/// The process with the real iroh endpoint, <c>peer/main.mjs</c>, or one with ours that takes the same requests: one per line in, one answer per line out.
/// What else it says is shown when the test fails.
/// </summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    /// <summary>How long the process may take to end by itself.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly ProcessLog _log;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _answers;
    private readonly Task _errors;
    private long _lastRequest;

    private PeerProcess(string name, Process process)
    {
        _log = new ProcessLog(name);
        _process = process;
        _answers = ReadAnswersAsync();
        _errors = ReadErrorsAsync();
    }

    /// <summary>Starts one with our endpoint, in a network namespace.</summary>
    public static PeerProcess StartOurs(NetworkNamespace place)
    {
        var start = place.Command(Environment.ProcessPath!, [OurEndpoint.Command]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new PeerProcess("our endpoint", Process.Start(start)!);
    }

    /// <summary>Starts it, in a network namespace or in ours.</summary>
    public static PeerProcess Start(NetworkNamespace? place = null)
    {
        var folder = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Folder").Value!;
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"The packages of {folder} are not installed. Run npm ci there, or ./test.");
        }

        string[] arguments = ["peer/main.mjs"];
        var start = place?.Command("node", arguments) ?? new ProcessStartInfo("node", arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            return new PeerProcess("iroh peer", Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("Node.js cannot be started. Install the packages nodejs and npm: the iroh peer runs in it.", exception);
        }
    }

    /// <summary>Has the peer do something, and waits for its answer.</summary>
    /// <exception cref="PeerException">The peer could not.</exception>
    public async Task<JsonElement> RequestAsync(string operation, object arguments, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastRequest);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        var line = JsonSerializer.Serialize(new { id, operation, arguments });
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }

        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the process at once, as a crash would (SIGKILL).</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            _process.Kill();
        }

        await _answers;
        await _errors;
        _log.Show();
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task ReadAnswersAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith('{'))
            {
                _log.Add(line);
                continue;
            }

            var answer = JsonNode.Parse(line)!.AsObject();
            if (!_pending.TryRemove(answer["id"]!.GetValue<long>(), out var request))
            {
                continue;
            }

            if (answer["error"] is { } error)
            {
                request.TrySetException(new PeerException(error.GetValue<string>()));
            }
            else
            {
                request.TrySetResult(answer["result"].Deserialize<JsonElement>());
            }
        }

        foreach (var request in _pending.Values)
        {
            request.TrySetException(new PeerException("The peer's process has ended."));
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _log.Add(line);
        }
    }
}
