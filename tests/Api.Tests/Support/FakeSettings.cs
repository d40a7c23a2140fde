using System.Collections.Concurrent;
using SoundTime.Storage;
using SoundTime.Storage.Settings;

namespace SoundTime.Api.Tests.Support;

/// <summary>Settings in memory, which fail when the test says so.</summary>
internal sealed class FakeSettings : ISettingStore
{
    private readonly ConcurrentDictionary<string, string> _values = new();

    public IEnumerable<KeyValuePair<string, string>> Values => _values;

    public StorageException? Failure { get; set; }

    public async Task<string?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Failure is null ? _values.GetValueOrDefault(key) : throw Failure;
    }

    public async Task SaveAsync(string key, string value, CancellationToken cancellationToken)
    {
        await Task.Yield();
        _values[key] = Failure is null ? value : throw Failure;
    }

    public async Task<bool> TryAddAsync(string key, string value, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Failure is null ? _values.TryAdd(key, value) : throw Failure;
    }
}
