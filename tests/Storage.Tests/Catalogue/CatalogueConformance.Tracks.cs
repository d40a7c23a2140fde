using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task Tracks_are_listed_newest_first_page_by_page_with_their_total()
    {
        for (var number = 0; number < 7; number++)
        {
            await ImportAsync(number, $"/music/{number}");
        }

        await AnnounceAsync(1, Sample.Announcement(7));

        var pages = new List<Track>();
        for (var page = 1; page <= 3; page++)
        {
            var listed = await Catalogue.ListTracksAsync(page, 3, Cancel);
            Assert.Equal(8, listed.Total);
            pages.AddRange(listed.Tracks);
        }

        Assert.Equal([7, 6, 5, 4, 3, 2, 1, 0], pages.Select(NumberOf));
        Assert.Empty((await Catalogue.ListTracksAsync(int.MaxValue, 100, Cancel)).Tracks);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-1, 10)]
    [InlineData(1, 0)]
    [InlineData(1, 101)]
    public async Task Pages_outside_their_bounds_are_refused(int page, int perPage) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalogue.ListTracksAsync(page, perPage, Cancel));

    [Fact]
    public async Task A_walk_over_local_tracks_neither_repeats_nor_misses_one_while_others_come_and_go()
    {
        for (var number = 0; number < 10; number++)
        {
            await ImportAsync(number, $"/music/{number}");
        }

        await AnnounceAsync(1, Sample.Announcement(50));
        var walked = new List<int>();
        var after = 0L;
        while (await Catalogue.ListChangesAsync(after, 3, Cancel) is { Tracks: { Count: > 0 } page } changes)
        {
            walked.AddRange(page.Select(NumberOf));
            after = changes.Last;
            // The one we stand on goes; a new one comes.
            await Catalogue.RemoveLocalFileAsync($"/music/{NumberOf(page[^1])}", Cancel);
            if (walked.Count < 10)
            {
                await ImportAsync(100 + walked.Count, $"/music/new{walked.Count}");
            }
        }

        Assert.Equal(Enumerable.Range(0, 10), walked.Where(number => number < 50));
        Assert.DoesNotContain(50, walked);
        Assert.Equal(walked.Distinct(), walked);
    }

    private static int NumberOf(Track track) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(track.Hash.ToArray());
}
