using System.Collections.Concurrent;

namespace SoundTime.Grains.Contract.Support;

/// <summary>Where grains wait for the test, by name. A gate that is open stays open.</summary>
public sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = [];

    /// <summary>Ends when the gate is open.</summary>
    public Task PassAsync(string name) => Gate(name).Task;

    /// <summary>Opens a gate.</summary>
    public void Open(string name) => Gate(name).TrySetResult();

    private TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
