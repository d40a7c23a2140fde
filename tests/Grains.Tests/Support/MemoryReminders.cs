using System.Collections.Concurrent;
using System.Globalization;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Reminders in memory. They outlive the node of a test, as a database does.</summary>
internal sealed class MemoryReminders : IReminderStore
{
    private readonly ConcurrentDictionary<(string GrainType, string Key, string Name), StoredReminder> _reminders = new();
    private int _writes;

    public Task<IReadOnlyList<StoredReminder>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredReminder>>([.. _reminders.Values]);

    public Task<IReadOnlyList<StoredReminder>> ListAsync(string grainType, string key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredReminder>>(
            [.. _reminders.Values.Where(reminder => reminder.GrainType == grainType && reminder.Key == key).OrderBy(reminder => reminder.Name, StringComparer.Ordinal)]);

    public Task<string> SaveAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        var etag = Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture);
        _reminders[(reminder.GrainType, reminder.Key, reminder.Name)] = reminder with { ETag = etag };
        return Task.FromResult(etag);
    }

    public Task<bool> RemoveAsync(string grainType, string key, string name, string etag, CancellationToken cancellationToken) =>
        Task.FromResult(
            _reminders.TryGetValue((grainType, key, name), out var reminder) && reminder.ETag == etag && _reminders.TryRemove((grainType, key, name), out _));
}
