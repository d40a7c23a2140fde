namespace SoundTime.Grains.Contract.Grains;

/// <summary>Sets reminders, and writes to the journal "remind", the grain's key and the reminder's name.</summary>
public interface IReminderGrain : IGrainWithStringKey
{
    Task SetAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task EndAsync(string name);

    /// <summary>Finds the reminder, sets it anew, and ends it by what was found.</summary>
    Task EndAfterSettingAnewAsync(string name);

    Task<string[]> ListAsync();

    /// <summary>Reminders throw from now on.</summary>
    Task FailAsync();

    /// <summary>When the last reminder said to be due first, its period, and the time it gave.</summary>
    Task<LastReminder?> DescribeLastAsync();
}
