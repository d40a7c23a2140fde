namespace SoundTime.Grains.Embedded;

/// <summary>A reminder that is stored.</summary>
public interface IGrainReminder
{
    /// <summary>Its name, unique for the grain.</summary>
    string ReminderName { get; }
}
