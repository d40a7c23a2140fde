using SoundTime.Grains.Search;
using SoundTime.Grains.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Grains.Tests.Search;

/// <summary>How answers come to those who ask, and when a question ends.</summary>
public sealed class ReadingTests : SearchTests
{
    [Fact]
    public async Task Each_answer_is_there_as_soon_as_it_has_come_and_the_slow_ones_hold_nobody_up()
    {
        var (fast, slow) = (await KnowAsync(1), await KnowAsync(2));
        Node.Searches.Answer(fast, Match(1));
        var later = Node.Searches.AnswerLater(slow);
        var (version, seen) = await ReadUntilQuietAsync();
        Assert.Equal([HashOf(1).ToString()], seen);

        var waiting = Search.ReadAsync(version, Cancel);
        await Node.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.False(waiting.IsCompleted);
        later.SetResult([Match(1), Match(2)]);
        await Node.AdvanceAsync(TimeSpan.Zero);

        // The first track is held by one more.
        var progress = await waiting;
        Assert.Equal([HashOf(1).ToString(), HashOf(2).ToString()], progress.Hits.Select(hit => hit.Hash));
        Assert.Equal(2, progress.Hits[0].Holders.Length);
        Assert.True((await ReadAsync(progress.Version)).IsComplete);
    }

    [Fact]
    public async Task A_reader_gets_what_is_new_to_it_and_nothing_twice()
    {
        Node.Searches.Answer(await KnowAsync(1), Match(1));
        var (_, last) = await ReadAllAsync();

        Assert.Empty((await ReadAsync(last.Version)).Hits);
        Assert.Single((await ReadAsync()).Hits);
        // A version of another run.
        Assert.Single((await ReadAsync(last.Version - 1_000)).Hits);
        Assert.Single((await ReadAsync(last.Version + 1_000)).Hits);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_same_from_one_search()
    {
        var later = Node.Searches.AnswerLater(await KnowAsync(1));
        var (version, _) = await ReadUntilQuietAsync();
        Task<SearchProgress>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => Search.ReadAsync(version, Cancel))];
        later.SetResult([Match(1)]);
        await Node.AdvanceAsync(TimeSpan.Zero);

        Assert.All(await Task.WhenAll(waiting), progress => Assert.Single(progress.Hits));
        Assert.Single(Node.Searches.Asked);
        Assert.Equal(1, Node.Index.Questions);
    }

    [Fact]
    public async Task After_ten_seconds_those_who_have_not_answered_are_given_up()
    {
        var silent = await KnowAsync(1);
        Node.Searches.AnswerLater(silent);
        Node.Searches.Answer(await KnowAsync(2), Match(2));
        var (version, _) = await ReadUntilQuietAsync();
        var waiting = Search.ReadAsync(version, Cancel);
        await Node.AdvanceAsync(SearchLimits.Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);

        await Node.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        var (_, last) = await ReadAllAsync();
        Assert.Equal((2, 1, 1), (last.Asked, last.Answered, last.Failed));
        Assert.Equal([silent], Node.Searches.GivenUp);
        Assert.Equal(0, Node.SearchLoad.Running);
    }

    [Fact]
    public async Task A_catalogue_that_does_not_answer_in_time_is_named()
    {
        Node.Index.Gate = new TaskCompletionSource();
        var (version, _) = await ReadUntilQuietAsync();
        var waiting = Search.ReadAsync(version, Cancel);
        await Node.AdvanceAsync(SearchLimits.Deadline);

        Assert.Contains("did not answer in time", (await waiting).Failure, StringComparison.Ordinal);
        Assert.True((await ReadAllAsync()).Last.IsComplete);
    }

    [Fact]
    public async Task When_all_who_asked_have_left_no_more_is_asked_and_the_next_one_begins_anew()
    {
        var peer = await KnowAsync(1);
        Node.Searches.AnswerLater(peer);
        var (version, _) = await ReadUntilQuietAsync();
        using var leaving = new CancellationTokenSource();
        var waiting = Search.ReadAsync(version, leaving.Token);
        await Node.AdvanceAsync(TimeSpan.FromSeconds(1));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Node.AdvanceAsync(SearchLimits.ReadPause - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Node.Searches.GivenUp);

        await Node.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal([peer], Node.Searches.GivenUp);
        Assert.Equal(0, Node.SearchLoad.Running);

        Node.Searches.Answer(peer, Match(1));
        // With the version of the search that is gone: all of the new one is new.
        var progress = await ReadAsync(version);
        while (!progress.IsComplete && progress.Hits.Length == 0)
        {
            progress = await ReadAsync(progress.Version);
        }

        Assert.Single(progress.Hits);
        Assert.Equal(2, Node.Searches.Asked.Count);
    }

    [Fact]
    public async Task A_search_goes_on_while_one_of_those_who_asked_is_there()
    {
        Node.Searches.AnswerLater(await KnowAsync(1));
        var (version, _) = await ReadUntilQuietAsync();
        using var leaving = new CancellationTokenSource();
        var leaver = Search.ReadAsync(version, leaving.Token);
        var stayer = Search.ReadAsync(version, Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        await Node.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Empty(Node.Searches.GivenUp);
        Assert.False(stayer.IsCompleted);
    }

    [Fact]
    public async Task A_reader_has_a_moment_from_one_read_to_the_next()
    {
        Node.Searches.AnswerLater(await KnowAsync(1));
        var (version, _) = await ReadUntilQuietAsync();
        for (var i = 0; i < 4; i++)
        {
            await Node.AdvanceAsync(SearchLimits.ReadPause - TimeSpan.FromMilliseconds(1));
            using var leaving = new CancellationTokenSource();
            var waiting = Search.ReadAsync(version, leaving.Token);
            await Node.AdvanceAsync(TimeSpan.Zero);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.Empty(Node.Searches.GivenUp);
    }

    [Fact]
    public async Task The_same_question_within_half_a_minute_is_answered_from_the_first_and_asked_anew_after_that()
    {
        Node.Searches.Answer(await KnowAsync(1), Match(1));
        await ReadAllAsync();
        await Node.AdvanceAsync(SearchLimits.KeepTime - TimeSpan.FromSeconds(1));
        await ReadAllAsync();
        Assert.Single(Node.Searches.Asked);
        Assert.Equal(1, Node.SearchLoad.Hits);

        await Node.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Node.SearchLoad.Hits);
        await ReadAllAsync();
        Assert.Equal(2, Node.Searches.Asked.Count);
    }

    [Fact]
    public async Task Of_too_many_questions_at_once_the_last_are_told_to_come_again()
    {
        var later = Node.Searches.AnswerLater(await KnowAsync(1));
        var waiting = new List<Task<SearchProgress>>();
        for (var i = 0; i < SearchLimits.MaxRunning; i++)
        {
            var first = await ReadAsync(0, $"queen {i}");
            waiting.Add(SearchOf($"queen {i}").ReadAsync(first.Version, Cancel));
        }

        var busy = await ReadAsync();
        Assert.True(busy.IsComplete);
        Assert.Contains("as many questions as it can", busy.Failure, StringComparison.Ordinal);
        Assert.Equal(SearchLimits.MaxRunning, Node.SearchLoad.Running);

        later.SetResult([Match(1)]);
        await Node.AdvanceAsync(TimeSpan.Zero);
        await Task.WhenAll(waiting);
        var (hits, last) = await ReadAllAsync();
        Assert.Single(hits);
        Assert.Null(last.Failure);
    }

    [Fact]
    public async Task A_search_whose_grain_ends_before_it_has_begun_is_not_counted_for_ever()
    {
        using var leaving = new CancellationTokenSource();
        var reading = Search.ReadAsync(0, leaving.Token);
        await Waiting.UntilAsync(() => Node.SearchLoad.Running == 1, Cancel);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        // The clock stands still, so that the timer which searches has not come to its turn.
        await Node.RestartAsync();

        Assert.Empty(Node.Searches.Asked);
        Assert.Equal(0, Node.SearchLoad.Running);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  queen")]
    [InlineData("queen\n")]
    [InlineData("two  spaces")]
    public async Task A_key_that_is_no_question_is_refused(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => SearchOf(key).ReadAsync(0, Cancel));

    [Theory]
    [InlineData("")]
    [InlineData("   \t\r\n")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    public void A_text_of_nothing_is_no_question(string text) => Assert.Null(SearchKey.Of(text));

    [Theory]
    [InlineData("  Queen   Live ", "Queen Live")]
    [InlineData("a\0b", "a b")]
    [InlineData("\ud83c\udfb5 \ud83c", "\ud83c\udfb5")]
    [InlineData("שלום עולם", "שלום עולם")]
    public void The_key_of_a_question_is_its_text_and_the_key_of_a_key_is_itself(string text, string key)
    {
        Assert.Equal(key, SearchKey.Of(text));
        Assert.Equal(key, SearchKey.Of(key));
    }

    [Fact]
    public void A_question_of_a_megabyte_is_cut()
    {
        var key = SearchKey.Of(new string('x', 1 << 20));

        Assert.Equal(SearchKey.MaxLength, key!.Length);
        Assert.Equal(key, SearchKey.Of(string.Concat(Enumerable.Repeat("\ud83c\udfb5", 1_000)))?.Replace("\ud83c\udfb5", "xx", StringComparison.Ordinal));
    }

    /// <summary>Reads until there is nothing new: where that is, and what was found.</summary>
    private async Task<(long Version, List<string> Hashes)> ReadUntilQuietAsync()
    {
        var hashes = new List<string>();
        var version = 0L;
        while (true)
        {
            using var enough = new CancellationTokenSource();
            var reading = Search.ReadAsync(version, enough.Token);
            await Node.AdvanceAsync(TimeSpan.Zero);
            if (!reading.IsCompleted)
            {
                await enough.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
                return (version, hashes);
            }

            var progress = await reading;
            hashes.AddRange(progress.Hits.Select(hit => hit.Hash));
            version = progress.Version;
        }
    }
}
