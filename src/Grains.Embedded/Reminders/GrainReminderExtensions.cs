namespace SoundTime.Grains.Embedded;

/// <summary>How a grain sets, ends and finds its reminders.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Stores a reminder, or sets the one of that name anew.</summary>
    /// <param name="grain">The grain, which is <see cref="IRemindable"/>.</param>
    /// <param name="reminderName">Its name, unique for the grain.</param>
    /// <param name="dueTime">Time to the first call, not negative.</param>
    /// <param name="period">Time between calls, at least one minute.</param>
    /// <exception cref="ArgumentException">A time is out of its range, or the name is empty.</exception>
    /// <exception cref="InvalidOperationException">The grain is not <see cref="IRemindable"/>.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        if (grain is not IRemindable)
        {
            throw new InvalidOperationException($"{grain.GetType()} has to implement {nameof(IRemindable)} to have reminders.");
        }

        return RemindersOf(grain).RegisterAsync(grain.GrainContext.GrainId, reminderName, dueTime, period);
    }

    /// <summary>Ends a reminder.</summary>
    /// <exception cref="InvalidOperationException">It is gone or was set anew since it was found.</exception>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(reminder);
        return RemindersOf(grain).UnregisterAsync(grain.GrainContext.GrainId, reminder);
    }

    /// <summary>The reminder of that name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        return RemindersOf(grain).FindAsync(grain.GrainContext.GrainId, reminderName);
    }

    /// <summary>All reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return RemindersOf(grain).ListAsync(grain.GrainContext.GrainId);
    }

    private static ReminderService RemindersOf(IGrainBase grain) => Activation.Of(grain).Runtime.Reminders;
}
