namespace SoundTime.Grains.Embedded;

/// <summary>A grain that has reminders. They outlive the activation and the process.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. May come late, and more than once.</summary>
    /// <param name="reminderName">Which one.</param>
    /// <param name="status">When it is due.</param>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
