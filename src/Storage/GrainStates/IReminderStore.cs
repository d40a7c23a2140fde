namespace SoundTime.Storage.GrainStates;

/// <summary>The reminders of all grains.</summary>
public interface IReminderStore
{
    /// <summary>All of them, in no order.</summary>
    Task<IReadOnlyList<StoredReminder>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those of one grain, by name.</summary>
    Task<IReadOnlyList<StoredReminder>> ListAsync(string grainType, string key, CancellationToken cancellationToken);

    /// <summary>Adds a reminder or replaces the one of that name, whatever its etag. Answers the new etag.</summary>
    Task<string> SaveAsync(StoredReminder reminder, CancellationToken cancellationToken);

    /// <summary>Removes the reminder if it has this etag. Answers whether it did.</summary>
    Task<bool> RemoveAsync(string grainType, string key, string name, string etag, CancellationToken cancellationToken);
}
