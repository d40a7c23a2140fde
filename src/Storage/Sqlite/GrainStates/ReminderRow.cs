using SoundTime.Storage.GrainStates;

namespace SoundTime.Storage.Sqlite;

/// <summary>A row of <c>reminders</c>.</summary>
internal sealed class ReminderRow
{
    public required string GrainType { get; init; }

    public required string Key { get; init; }

    public required string Name { get; init; }

    public required long StartAt { get; init; }

    public required long Period { get; init; }

    public required string ETag { get; init; }

    public StoredReminder ToReminder() => new(GrainType, Key, Name, StartAt.ToTime(), new TimeSpan(Period), ETag);
}
