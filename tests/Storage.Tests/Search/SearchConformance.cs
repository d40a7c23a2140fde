using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Search;

/// <summary>What every index of words promises.</summary>
public abstract partial class SearchConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    [Fact]
    public async Task Title_comes_before_artist_and_artist_before_album()
    {
        await AnnounceAsync(1, Announcement(1, "Something", "Somebody", "River"), Announcement(2, "Something", "River", "Else"), Announcement(3, "River", "Somebody", "Else"));

        Assert.Equal([3, 2, 1], await FindAsync("river"));
    }

    [Fact]
    public async Task Own_tracks_come_first_even_where_they_match_less()
    {
        await AnnounceAsync(1, Announcement(1, "River", "Somebody", "Else"));
        await ImportAsync(2, "Something", "Somebody", "River");

        Assert.Equal([2, 1], await FindAsync("river"));
        Assert.Equal([2], await FindAsync("river", SearchScope.Local));
    }

    [Fact]
    public async Task All_words_must_occur_and_the_last_one_may_be_begun()
    {
        await AnnounceAsync(1, Announcement(1, "Golden River", "Café Noir", "Winter"), Announcement(2, "River", "Golden", null), Announcement(3, "Gold", "River", "Winter"));

        Assert.Equal([1, 2], await FindAsync("river GOLDEN"));
        Assert.Equal([1, 3, 2], await FindAsync("river gold"));
        Assert.Equal([1], await FindAsync("river cafe"));
        Assert.Empty(await FindAsync("rive golden"));
        Assert.Equal([1, 3], await FindAsync("river W"));
    }

    [Fact]
    public async Task What_changed_its_names_is_found_by_the_new_ones_alone()
    {
        await ImportAsync(1, "Old", "Before", "Past");
        await AnnounceAsync(1, Announcement(2, "Old", "Before", "Past"));
        await ImportAsync(1, "New", "After", "Future");
        await AnnounceAsync(1, Announcement(2, "New", "After", "Future"));

        foreach (var gone in (string[])["old", "before", "past"])
        {
            Assert.Empty(await FindAsync(gone));
            Assert.Empty(await FindArtistsAsync(gone));
            Assert.Empty(await FindAlbumsAsync(gone));
        }

        Assert.Equal([1, 2], await FindAsync("new after future"));
        Assert.Equal(["After"], await FindArtistsAsync("after"));
        Assert.Equal(["Future|After"], await FindAlbumsAsync("future after"));
    }

    [Fact]
    public async Task What_went_is_not_found_any_more()
    {
        await ImportAsync(1, "River", "Somebody", "Else");
        await AnnounceAsync(1, Announcement(2, "River", "Nobody", "Less"), Announcement(3, "River", "Nobody", "More"));

        await Stores.Catalogue.RemoveLocalFileAsync(PathOf(1), Cancel);
        await Stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(2), Cancel);

        Assert.Equal([3], await FindAsync("river"));
        Assert.Equal(["Nobody"], await FindArtistsAsync("nobody"));
        Assert.Empty(await FindArtistsAsync("somebody"));
        Assert.Equal(["More|Nobody"], await FindAlbumsAsync("nobody"));
    }

    [Fact]
    public async Task A_track_is_ours_while_a_file_of_ours_holds_it()
    {
        await AnnounceAsync(1, Announcement(1, "River", "Somebody", "Else"));
        Assert.Empty(await FindAsync("river", SearchScope.Local));

        await ImportAsync(1, "River", "Somebody", "Else");
        Assert.Equal([1], await FindAsync("river", SearchScope.Local));

        await Stores.Catalogue.RemoveLocalFileAsync(PathOf(1), Cancel);
        Assert.Empty(await FindAsync("river", SearchScope.Local));
        Assert.Equal([1], await FindAsync("river"));
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        await AnnounceAsync(1, [.. Enumerable.Range(1, 7).Select(number => Announcement(number, $"River {number}", "Somebody", null))]);
        var question = SearchQuestion.Parse("river");

        var first = await Stores.Search.FindTracksAsync(question, SearchScope.All, 0, 3, Cancel);
        var second = await Stores.Search.FindTracksAsync(question, SearchScope.All, 3, 3, Cancel);
        var third = await Stores.Search.FindTracksAsync(question, SearchScope.All, 6, 3, Cancel);

        Assert.Equal([3, 3, 1], [first.Count, second.Count, third.Count]);
        Assert.Equal(Enumerable.Range(1, 7).Select(number => $"River {number}"), first.Concat(second).Concat(third).Select(match => match.Found.Tags.Title));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Stores.Search.FindTracksAsync(question, SearchScope.All, ISearchIndex.MaxRanked, 1, Cancel));
    }

    [Fact]
    public async Task What_is_found_says_all_that_the_catalogue_knows()
    {
        await ImportAsync(1, "River", "Somebody", "Else");
        var track = await Stores.Catalogue.FindTrackAsync(Sample.Hash(1), Cancel);

        Assert.Equal(track, Assert.Single(await Stores.Search.FindTracksAsync(SearchQuestion.Parse("river"), SearchScope.All, 0, 10, Cancel)).Found);
        var album = Assert.Single(await Stores.Search.FindAlbumsAsync(SearchQuestion.Parse("else"), 0, 10, Cancel)).Found;
        var artist = Assert.Single(await Stores.Search.FindArtistsAsync(SearchQuestion.Parse("somebody"), 0, 10, Cancel)).Found;
        Assert.Equal((track!.AlbumId, track.ArtistId, "Somebody", Time.GetUtcNow()), (album.Id, album.ArtistId, album.ArtistName, album.CreatedAt));
        Assert.Equal((track.ArtistId, "Somebody", Time.GetUtcNow()), (artist.Id, artist.Name, artist.CreatedAt));
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_nothing_found() => await AssertUnknownOnceBrokenAsync(
        () => Stores.Search.FindTracksAsync(SearchQuestion.Parse("a"), SearchScope.All, 0, 10, Cancel),
        () => Stores.Search.FindAlbumsAsync(SearchQuestion.Parse("a"), 0, 10, Cancel),
        () => Stores.Search.FindArtistsAsync(SearchQuestion.Parse("a"), 0, 10, Cancel),
        () => Stores.Search.IndexAsync(10, Cancel),
        () => Stores.Catalogue.FindMarkAsync(Cancel));

    private static string PathOf(int hash) => $"/music/{hash}.flac";

    private static TrackAnnouncement Announcement(int hash, string title, string artist, string? album) => Sample.Announcement(hash, title, artist) with { AlbumTitle = album };

    private async Task ImportAsync(int hash, string title, string artist, string? album)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        await Stores.Catalogue.ImportAsync(Sample.Import(hash, PathOf(hash), Sample.Tags(title, artist, album)), Cancel);
    }

    private async Task<AnnouncementOutcome> AnnounceAsync(int peer, params TrackAnnouncement[] announcements)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return await Stores.Catalogue.RecordAnnouncementsAsync(Sample.Node(peer), announcements, Cancel);
    }

    /// <summary>The numbers of the hashes that were found.</summary>
    private async Task<List<int>> FindAsync(string text, SearchScope scope = SearchScope.All) =>
        [.. (await Stores.Search.FindTracksAsync(SearchQuestion.Parse(text), scope, 0, ISearchIndex.MaxRanked, Cancel))
            .Select(match => Convert.ToInt32(match.Found.Hash.ToString()[..8], 16))];

    private async Task<List<string>> FindArtistsAsync(string text) =>
        [.. (await Stores.Search.FindArtistsAsync(SearchQuestion.Parse(text), 0, ISearchIndex.MaxRanked, Cancel)).Select(match => match.Found.Name)];

    private async Task<List<string>> FindAlbumsAsync(string text) =>
        [.. (await Stores.Search.FindAlbumsAsync(SearchQuestion.Parse(text), 0, ISearchIndex.MaxRanked, Cancel)).Select(match => $"{match.Found.Title}|{match.Found.ArtistName}")];
}
