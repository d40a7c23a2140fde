using SoundTime.Storage.Settings;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Settings;

/// <summary>What every store of settings promises.</summary>
public abstract class SettingStoreConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private ISettingStore Settings => Stores.Settings;

    [Fact]
    public async Task A_setting_is_found_by_its_key_and_saved_over_the_one_before()
    {
        Assert.Null(await Settings.FindAsync("a", Cancel));

        await Settings.SaveAsync("a", "1", Cancel);
        await Settings.SaveAsync("A", "2", Cancel);
        await Settings.SaveAsync("a", "", Cancel);

        Assert.Equal("", await Settings.FindAsync("a", Cancel));
        Assert.Equal("2", await Settings.FindAsync("A", Cancel));
    }

    [Fact]
    public async Task The_longest_key_and_value_are_kept_whole()
    {
        var (key, value) = (new string('k', 255), new string('\u00e4', 65_536));

        await Settings.SaveAsync(key, value, Cancel);

        Assert.Equal(value, await Settings.FindAsync(key, Cancel));
    }

    [Fact]
    public async Task A_setting_that_is_there_is_not_added_again()
    {
        Assert.True(await Settings.TryAddAsync("a", "1", Cancel));
        Assert.False(await Settings.TryAddAsync("a", "2", Cancel));

        Assert.Equal("1", await Settings.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Of_many_that_add_a_setting_at_once_one_succeeds_and_its_value_stays()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Settings.TryAddAsync("a", $"{number}", Cancel)));

        var winner = Assert.Single(Enumerable.Range(0, 20), number => answers[number]);
        Assert.Equal($"{winner}", await Settings.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Settings_survive_a_restart()
    {
        await Settings.SaveAsync("a", "1", Cancel);

        await ReopenAsync();

        Assert.Equal("1", await Settings.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_absent() => await AssertUnknownOnceBrokenAsync(
        () => Settings.FindAsync("a", Cancel),
        () => Settings.SaveAsync("a", "1", Cancel),
        () => Settings.TryAddAsync("a", "1", Cancel));
}
