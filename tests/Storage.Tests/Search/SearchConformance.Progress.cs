using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Search;

/// <content>What an older build has written.</content>
public abstract partial class SearchConformance
{
    /// <summary>Leaves the database as a migration from an older schema leaves it: rows that nothing finds.</summary>
    private protected abstract Task ForgetWordsAsync();

    [Fact]
    public async Task What_an_older_build_has_written_is_made_findable_page_by_page_and_a_restart_goes_on()
    {
        await AnnounceAsync(1, [.. Enumerable.Range(1, 25).Select(number => Announcement(number, $"River {number}", $"Somebody {number}", $"Else {number}"))]);
        await ImportAsync(30, "River", "Somebody", "Else");
        var before = await FindAsync("river");
        await ForgetWordsAsync();
        Assert.Empty(await FindAsync("river"));

        Assert.Equal(10, await Stores.Search.IndexAsync(10, Cancel));
        Assert.Equal(10, (await FindAsync("river")).Count);
        await ReopenAsync();
        var indexed = 10;
        while (await Stores.Search.IndexAsync(10, Cancel) is > 0 and var count)
        {
            indexed += count;
        }

        Assert.Equal(3 * 26, indexed);
        Assert.Equal(before, await FindAsync("river"));
        Assert.Equal(26, (await FindArtistsAsync("somebody")).Count);
        Assert.Equal(26, (await FindAlbumsAsync("else")).Count);
        await ReopenAsync();
        Assert.Equal(0, await Stores.Search.IndexAsync(10, Cancel));
    }

    [Fact]
    public async Task What_comes_or_goes_meanwhile_is_found_once_or_not_at_all()
    {
        await AnnounceAsync(1, [.. Enumerable.Range(1, 20).Select(number => Announcement(number, $"River {number}", "Somebody", "Else"))]);
        await ForgetWordsAsync();
        await Stores.Search.IndexAsync(10, Cancel);

        await AnnounceAsync(1, Announcement(2, "Other", "Somebody", "Else"), Announcement(19, "Other", "Somebody", "Else"), Announcement(21, "Other", "Somebody", "Else"));
        foreach (var gone in (int[])[3, 18])
        {
            await Stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(gone), Cancel);
        }

        while (await Stores.Search.IndexAsync(10, Cancel) > 0)
        {
        }

        Assert.Equal([2, 19, 21], (await FindAsync("other")).Order());
        Assert.Equal(16, (await FindAsync("river")).Count);
    }

    [Fact]
    public async Task A_new_database_has_nothing_left_over()
    {
        Assert.Equal(0, await Stores.Search.IndexAsync(10, Cancel));
        await ImportAsync(1, "River", "Somebody", "Else");
        Assert.Equal(0, await Stores.Search.IndexAsync(10, Cancel));
    }
}
