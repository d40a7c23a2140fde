using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire.Messages;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    private const int Steps = 200;
    private const int Hashes = 12;
    private const int Paths = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_numbers_are_right_after_whatever_happened(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            var (hash, path) = (random.Next(Hashes), $"/music/{random.Next(Paths)}");
            switch (random.Next(6))
            {
                case 0:
                    await ImportAsync(hash, path, RandomTags(random));
                    break;
                case 1:
                    await Catalogue.RemoveLocalFileAsync(path, Cancel);
                    break;
                case 2:
                    await Catalogue.RemoveCopyAsync(Sample.Node(random.Next(3)), Sample.Hash(hash + (Hashes / 2)), Cancel);
                    break;
                case 3:
                    await Catalogue.RemoveCopiesAsync(Sample.Node(random.Next(3)), 1 + random.Next(3), Cancel);
                    break;
                default:
                    await AnnounceAsync(random.Next(3), Sample.Announcement(hash + (Hashes / 2), RandomName(random), RandomName(random)));
                    break;
            }
        }

        await AssertCountsMatchTracksAsync();
        await AssertEachLocalTrackIsNamedOnceAsync();
    }

    [Fact]
    public async Task Imports_and_announcements_at_the_same_time_all_take_effect()
    {
        var imports = Enumerable.Range(0, 40).Select(number => Catalogue.ImportAsync(Sample.Import(number, $"/music/{number}"), Cancel));
        var announcements = Enumerable.Range(0, 4).Select(peer => Catalogue.RecordAnnouncementsAsync(
            Sample.Node(peer), [.. Enumerable.Range(20, 40).Select(number => Sample.Announcement(number))], Cancel));
        var reads = Enumerable.Range(0, 20).Select(_ => Catalogue.ListTracksAsync(1, 100, Cancel));

        await Task.WhenAll([.. imports, .. announcements, .. reads]);

        Assert.Equal((40, 20), await CountTracksAsync());
        Assert.Equal(4, (await Catalogue.ListCopiesAsync(Sample.Hash(30), Cancel)).Count);
        await AssertCountsMatchTracksAsync();
    }

    [Fact]
    public async Task Names_that_one_page_takes_from_a_track_and_gives_to_another_stay()
    {
        await AnnounceAsync(1, Named(1, "A", "X"), Named(2, "B", "Y"), Named(3, "C", "Z"));

        await AnnounceAsync(1, Named(1, "B", "Y"), Named(2, "A", "X"), Named(3, "D", "W"), Named(4, "C", "Z"));

        Assert.Equal(["B/Y", "A/X", "D/W", "C/Z"], [await NamesOfAsync(1), await NamesOfAsync(2), await NamesOfAsync(3), await NamesOfAsync(4)]);
        await AssertCountsMatchTracksAsync();

        static TrackAnnouncement Named(int hash, string artist, string album) => Sample.Announcement(hash, artist: artist) with { AlbumTitle = album };
    }

    private async Task<string> NamesOfAsync(int hash)
    {
        var tags = (await TrackOfAsync(hash)).Tags;
        return $"{tags.ArtistName}/{tags.AlbumTitle}";
    }

    private static TrackTags RandomTags(Random random) =>
        Sample.Tags(RandomName(random), RandomName(random), random.Next(3) == 0 ? null : RandomName(random)) with
        {
            AlbumArtistName = random.Next(2) == 0 ? null : RandomName(random),
        };

    private static string RandomName(Random random) => $"Name {random.Next(4)}";

    private async Task<(long Local, long Remote)> CountTracksAsync()
    {
        var counts = await Catalogue.CountAsync(Cancel);
        return (counts.LocalTracks, counts.RemoteTracks);
    }

    private async Task AssertEachLocalTrackIsNamedOnceAsync()
    {
        var local = (await Catalogue.ListTracksAsync(1, 100, Cancel)).Tracks.Where(track => track.IsLocal).Select(NumberOf).Order();
        var changes = await Catalogue.ListChangesAsync(0, 100, Cancel);
        Assert.Equal(local, changes.Tracks.Select(NumberOf).Order());
        Assert.InRange(changes.Last, changes.Tracks.Count, await Catalogue.FindLastChangeAsync(Cancel));
    }

    /// <summary>Counts by hand what one page lists: tracks, and the artists and albums that they name.</summary>
    private async Task AssertCountsMatchTracksAsync()
    {
        var tracks = (await Catalogue.ListTracksAsync(1, 100, Cancel)).Tracks;
        var artists = tracks.SelectMany(track => (string?[])[track.Tags.ArtistName, track.Tags.AlbumArtistName]).OfType<string>().Distinct().Count();
        var albums = tracks.Select(track => track.AlbumId).OfType<Guid>().Distinct().Count();
        var local = tracks.Count(track => track.IsLocal);
        Assert.Equal(new CatalogueCounts(local, tracks.Count - local, albums, artists), await Catalogue.CountAsync(Cancel));
        foreach (var track in tracks)
        {
            Assert.Equal(track.IsLocal, (await Catalogue.FindLocalFilesAsync(track.Hash, Cancel)).Count > 0);
            Assert.True(track.IsLocal || (await Catalogue.ListCopiesAsync(track.Hash, Cancel)).Count > 0);
        }
    }
}
