using SoundTime.Storage.Search;

namespace SoundTime.Storage.Tests.Search;

/// <content>Of more than is ranked, the same are taken everywhere.</content>
public abstract partial class SearchConformance
{
    [Fact]
    public async Task Of_too_many_the_own_ones_are_ranked_then_those_with_the_words_in_their_title_then_the_newest()
    {
        await ImportAsync(1, "Something", "Somebody", "River");
        await AnnounceAsync(1, Announcement(2, "River", "Somebody", "Else"));
        for (var page = 0; page < 3; page++)
        {
            await AnnounceAsync(1, [.. Enumerable.Range(10 + (page * 100), 100).Select(number => Announcement(number, $"Song {number}", "River", null))]);
        }

        var found = await FindAsync("river");

        Assert.Equal(ISearchIndex.MaxRanked, found.Count);
        Assert.Equal([1, 2], found[..2]);
        Assert.Equal(Enumerable.Range(310 - (ISearchIndex.MaxRanked - 2), ISearchIndex.MaxRanked - 2), found[2..].Order());
        Assert.Equal([1], await FindAsync("river", SearchScope.Local));
    }

    [Fact]
    public async Task Rare_words_are_found_however_many_newer_tracks_there_are()
    {
        await AnnounceAsync(1, Announcement(1, "Golden River", "Somebody", "Else"));
        for (var page = 0; page < 20; page++)
        {
            await AnnounceAsync(1, [.. Enumerable.Range(10 + (page * 500), 500).Select(number => Announcement(number, $"River {number}", "Everybody", null))]);
        }

        Assert.Equal([1], await FindAsync("golden river"));
        Assert.Equal([1], await FindAsync("river go"));
        Assert.Equal([1], await FindAsync("river golde"));
        Assert.Equal([10], (await FindAsync("river everybody 10"))[..1]);
        Assert.Equal(ISearchIndex.MaxRanked, (await FindAsync("river e")).Count);
        Assert.Equal(["Somebody"], await FindArtistsAsync("some"));
    }
}
