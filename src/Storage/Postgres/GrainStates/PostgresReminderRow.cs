using SoundTime.Storage.GrainStates;

namespace SoundTime.Storage.Postgres;

/// <summary>A row of <c>reminders</c>.</summary>
internal sealed class PostgresReminderRow
{
    public required string GrainType { get; init; }

    public required string Key { get; init; }

    public required string Name { get; init; }

    public required DateTime StartAt { get; init; }

    public required TimeSpan Period { get; init; }

    public required string ETag { get; init; }

    public StoredReminder ToReminder() => new(GrainType, Key, Name, StartAt, Period, ETag);
}
