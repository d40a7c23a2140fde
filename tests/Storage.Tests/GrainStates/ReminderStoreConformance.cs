using SoundTime.Storage.GrainStates;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.GrainStates;

/// <summary>What every store of reminders promises.</summary>
public abstract class ReminderStoreConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private IReminderStore Reminders => Stores.Reminders;

    [Fact]
    public async Task A_reminder_is_kept_as_it_was_said_with_an_etag()
    {
        var reminder = Reminder("exchange") with { Period = new TimeSpan(40, 23, 59, 59, 999) };

        var etag = await Reminders.SaveAsync(reminder, Cancel);

        Assert.NotEqual("", etag);
        Assert.Equal([reminder with { ETag = etag }], await Reminders.ListAsync(Cancel));
    }

    [Fact]
    public async Task The_reminders_of_one_grain_are_listed_by_name()
    {
        await Reminders.SaveAsync(Reminder("b"), Cancel);
        await Reminders.SaveAsync(Reminder("a"), Cancel);
        await Reminders.SaveAsync(Reminder("c") with { Key = "other" }, Cancel);
        await Reminders.SaveAsync(Reminder("d") with { GrainType = "other" }, Cancel);

        Assert.Equal(["a", "b"], (await Reminders.ListAsync("exchange", "key", Cancel)).Select(reminder => reminder.Name));
        Assert.Equal(["a", "b", "c", "d"], (await Reminders.ListAsync(Cancel)).Select(reminder => reminder.Name).Order());
        Assert.Empty(await Reminders.ListAsync("exchange", "unknown", Cancel));
    }

    [Fact]
    public async Task Saving_a_name_again_replaces_the_reminder_whatever_its_etag()
    {
        var first = await Reminders.SaveAsync(Reminder("a"), Cancel);
        var later = Reminder("a") with { StartAt = Time.GetUtcNow().AddDays(1), Period = TimeSpan.FromHours(1), ETag = "stale" };

        var second = await Reminders.SaveAsync(later, Cancel);

        Assert.NotEqual(first, second);
        Assert.Equal([later with { ETag = second }], await Reminders.ListAsync("exchange", "key", Cancel));
    }

    [Fact]
    public async Task A_reminder_is_removed_by_its_etag_alone()
    {
        var stale = await Reminders.SaveAsync(Reminder("a"), Cancel);
        var etag = await Reminders.SaveAsync(Reminder("a"), Cancel);

        Assert.False(await Reminders.RemoveAsync("exchange", "key", "a", stale, Cancel));
        Assert.False(await Reminders.RemoveAsync("exchange", "key", "a", "nonsense", Cancel));
        Assert.False(await Reminders.RemoveAsync("exchange", "key", "b", etag, Cancel));
        Assert.Single(await Reminders.ListAsync(Cancel));

        Assert.True(await Reminders.RemoveAsync("exchange", "key", "a", etag, Cancel));
        Assert.False(await Reminders.RemoveAsync("exchange", "key", "a", etag, Cancel));
        Assert.Empty(await Reminders.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_reminder_that_is_made_anew_is_not_removed_by_the_etag_of_the_old_one()
    {
        var old = await Reminders.SaveAsync(Reminder("a"), Cancel);
        await Reminders.RemoveAsync("exchange", "key", "a", old, Cancel);

        await Reminders.SaveAsync(Reminder("a"), Cancel);

        Assert.False(await Reminders.RemoveAsync("exchange", "key", "a", old, Cancel));
    }

    [Fact]
    public async Task Reminders_survive_a_restart()
    {
        var reminder = Reminder("a");
        var etag = await Reminders.SaveAsync(reminder, Cancel);

        await ReopenAsync();

        Assert.Equal([reminder with { ETag = etag }], await Reminders.ListAsync(Cancel));
        Assert.True(await Reminders.RemoveAsync("exchange", "key", "a", etag, Cancel));
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_absent() => await AssertUnknownOnceBrokenAsync(
        () => Reminders.ListAsync(Cancel),
        () => Reminders.ListAsync("exchange", "key", Cancel),
        () => Reminders.SaveAsync(Reminder("a"), Cancel),
        () => Reminders.RemoveAsync("exchange", "key", "a", "etag", Cancel));

    private StoredReminder Reminder(string name) => new("exchange", "key", name, Time.GetUtcNow().AddMinutes(5), TimeSpan.FromMinutes(5), ETag: "");
}
