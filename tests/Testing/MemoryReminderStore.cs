using System.Globalization;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Testing;

/// <summary>Reminders in memory. Keeps them when the grains restart, and fails when told.</summary>
public sealed class MemoryReminderStore : IReminderStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Type, string Key, string Name), StoredReminder> _reminders = [];
    private long _writes;

    /// <summary>What every call throws while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReminder>> ListAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<StoredReminder>>(() => [.. _reminders.Values], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReminder>> ListAsync(string grainType, string key, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<StoredReminder>>(
            () => [.. _reminders.Values.Where(reminder => reminder.GrainType == grainType && reminder.Key == key).OrderBy(reminder => reminder.Name, StringComparer.Ordinal)],
            cancellationToken);

    /// <inheritdoc/>
    public Task<string> SaveAsync(StoredReminder reminder, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                var etag = (++_writes).ToString(CultureInfo.InvariantCulture);
                _reminders[(reminder.GrainType, reminder.Key, reminder.Name)] = reminder with { ETag = etag };
                return etag;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string grainType, string key, string name, string etag, CancellationToken cancellationToken) =>
        RunAsync(
            () => _reminders.TryGetValue((grainType, key, name), out var stored) && stored.ETag == etag && _reminders.Remove((grainType, key, name)),
            cancellationToken);

    private Task<T> RunAsync<T>(Func<T> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Failure is null ? Task.FromResult(run()) : Task.FromException<T>(Failure);
        }
    }
}
