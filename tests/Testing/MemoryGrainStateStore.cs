using System.Globalization;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Testing;

/// <summary>States of grains in memory. Keeps them when the grains restart, and fails when told.</summary>
public sealed class MemoryGrainStateStore : IGrainStateStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Key), StoredState> _states = [];
    private long _writes;

    /// <summary>What every call throws while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many states are stored.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _states.Count;
            }
        }
    }

    /// <inheritdoc/>
    public Task<StoredState?> ReadAsync(string name, string key, CancellationToken cancellationToken) =>
        RunAsync(() => _states.GetValueOrDefault((name, key)), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> WriteAsync(string name, string key, string? etag, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, IGrainStateStore.MaxJsonBytes);
                if (_states.GetValueOrDefault((name, key))?.ETag != etag)
                {
                    return null;
                }

                var next = (++_writes).ToString(CultureInfo.InvariantCulture);
                _states[(name, key)] = new StoredState(next, json.ToArray());
                return next;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string name, string key, string? etag, CancellationToken cancellationToken) =>
        RunAsync(() => !_states.TryGetValue((name, key), out var stored) || (stored.ETag == etag && _states.Remove((name, key))), cancellationToken);

    private Task<T> RunAsync<T>(Func<T> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Failure is null ? Task.FromResult(run()) : Task.FromException<T>(Failure);
        }
    }
}
