using SoundTime.Grains.Search;

namespace SoundTime.Grains.Tests.Search;

public sealed class AnswerHistoryTests
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(50);

    private static float Unknown => default(AnswerHistory).ScoreAt(TimeSpan.Zero);

    [Fact]
    public void Who_found_something_comes_before_the_unknown_and_who_did_not_comes_after()
    {
        var useful = default(AnswerHistory).After(found: 1, Fast, TimeSpan.Zero).ScoreAt(TimeSpan.Zero);
        var useless = default(AnswerHistory).After(found: 0, TimeSpan.FromSeconds(1), TimeSpan.Zero).ScoreAt(TimeSpan.Zero);
        var silent = default(AnswerHistory).After(found: 0, took: null, TimeSpan.Zero).ScoreAt(TimeSpan.Zero);

        Assert.True(useful > Unknown && Unknown > useless && useless > silent && silent > 0);
    }

    [Fact]
    public void The_faster_of_two_that_find_the_same_comes_first()
    {
        var fast = default(AnswerHistory).After(1, Fast, TimeSpan.Zero).ScoreAt(TimeSpan.Zero);
        var slow = default(AnswerHistory).After(1, TimeSpan.FromSeconds(3), TimeSpan.Zero).ScoreAt(TimeSpan.Zero);

        Assert.True(fast > slow);
    }

    [Fact]
    public void What_is_long_ago_is_forgotten()
    {
        var silent = default(AnswerHistory).After(0, took: null, TimeSpan.Zero);

        Assert.True(silent.ScoreAt(TimeSpan.FromHours(1)) > silent.ScoreAt(TimeSpan.Zero));
        Assert.Equal(Unknown, silent.ScoreAt(TimeSpan.FromDays(2)), tolerance: 0.0001f);
    }

    [Fact]
    public void A_score_stays_between_its_bounds_whatever_is_noted()
    {
        var history = default(AnswerHistory);
        for (var i = 0; i < 1_000; i++)
        {
            history = history.After(i % 7, i % 2 == 0 ? null : TimeSpan.FromDays(i), TimeSpan.FromSeconds(i));
            Assert.InRange(history.ScoreAt(TimeSpan.FromSeconds(i)), 0, 1);
        }
    }
}
