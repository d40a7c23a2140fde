using SoundTime.Testing;

namespace SoundTime.Import.Tests.Integrity;

public sealed class ReadBudgetTests
{
    private readonly Testing.ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_takes_as_long_as_its_pace_says()
    {
        var budget = new ReadBudget(1000, _time);
        var start = _time.GetUtcNow();
        foreach (var bytes in (int[])[250, 500, 1, 2249])
        {
            var wait = budget.SpendAsync(bytes, Token);
            Assert.False(wait.IsCompleted);
            _time.Advance(_time.NextTimer!.Value - _time.GetUtcNow());
            await wait.WaitAsync(Waiting.Patience, Token);
        }

        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetUtcNow() - start);
    }

    [Fact]
    public void What_a_pause_left_unused_is_not_saved_up()
    {
        var budget = new ReadBudget(1000, _time);
        _time.Advance(TimeSpan.FromHours(1));

        var wait = budget.SpendAsync(5000, Token);

        Assert.True(_time.HasTimerIn(TimeSpan.FromSeconds(5)));
        Assert.False(wait.IsCompleted);
    }

    [Fact]
    public void Without_a_pace_nothing_waits() => Assert.True(new ReadBudget(null, _time).SpendAsync(int.MaxValue, Token).IsCompleted);
}
