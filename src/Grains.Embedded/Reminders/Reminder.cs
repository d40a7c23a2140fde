using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Embedded;

/// <summary>A reminder as it is stored.</summary>
internal sealed record Reminder(string ReminderName, string ETag) : IGrainReminder
{
    public static IGrainReminder Of(StoredReminder stored) => new Reminder(stored.Name, stored.ETag);
}
