using SoundTime.Grains.Contract.Support;

namespace SoundTime.Grains.Contract.Grains;

internal sealed class ReminderGrain(Journal journal) : Grain, IReminderGrain, IRemindable
{
    private bool _fails;
    private LastReminder? _last;

    public Task SetAsync(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task EndAsync(string name)
    {
        if (await this.GetReminder(name) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public async Task EndAfterSettingAnewAsync(string name)
    {
        var found = await this.GetReminder(name);
        await SetAsync(name, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await this.UnregisterReminder(found!);
    }

    public async Task<string[]> ListAsync() =>
        [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)];

    public Task FailAsync()
    {
        _fails = true;
        return Task.CompletedTask;
    }

    public Task<LastReminder?> DescribeLastAsync() => Task.FromResult(_last);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Write($"remind {this.GetPrimaryKeyString()} {reminderName}");
        _last = new LastReminder(status.FirstTickTime, status.Period, status.CurrentTickTime);
        return _fails ? Task.FromException(new InvalidOperationException("A reminder fails.")) : Task.CompletedTask;
    }
}
