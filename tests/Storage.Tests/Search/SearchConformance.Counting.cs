using SoundTime.Storage.Search;

namespace SoundTime.Storage.Tests.Search;

/// <content>How many match.</content>
public abstract partial class SearchConformance
{
    [Fact]
    public async Task All_that_match_are_counted_also_those_that_are_not_ranked()
    {
        await ImportAsync(1, "River", "Somebody", "Else");
        for (var page = 0; page < 3; page++)
        {
            await AnnounceAsync(1, [.. Enumerable.Range(10 + (page * 100), 100).Select(number => Announcement(number, $"Song {number}", "River", null))]);
        }

        Assert.Equal(301, await CountAsync("rive", SearchScope.All));
        Assert.Equal(1, await CountAsync("river", SearchScope.Local));
        Assert.Equal(0, await CountAsync("rive song", SearchScope.All));
        Assert.Equal(0, await CountAsync("\" * ' --", SearchScope.All));
    }

    [Fact]
    public async Task A_count_that_fails_is_an_error() =>
        await AssertUnknownOnceBrokenAsync(() => CountAsync("a", SearchScope.Local));

    private Task<int> CountAsync(string text, SearchScope scope) => Stores.Search.CountTracksAsync(SearchQuestion.Parse(text), scope, Cancel);
}
