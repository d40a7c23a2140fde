using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Catalogue;

public abstract partial class CatalogueConformance
{
    [Fact]
    public async Task An_imported_file_is_found_with_all_that_was_said_of_it()
    {
        var tags = Sample.Tags() with { AlbumArtistName = "Various" };
        var import = Sample.Import(1, tags: tags, cover: Sample.Hash(77));

        var imported = await Catalogue.ImportAsync(import, Cancel);

        Assert.True(imported.IsNew);
        Assert.Equal(imported.Track, await Catalogue.FindTrackAsync(imported.Track.Id, Cancel));
        Assert.Equal(imported.Track, await TrackOfAsync(1));
        Assert.Equal(tags, imported.Track.Tags);
        Assert.Equal(import.File.Size, imported.Track.FileSize);
        Assert.Equal(Sample.Hash(77), imported.Track.CoverHash);
        Assert.Equal(Time.GetUtcNow(), imported.Track.CreatedAt);
        Assert.True(imported.Track.IsLocal);
        Assert.NotNull(imported.Track.AlbumId);
    }

    [Fact]
    public async Task A_track_without_optional_tags_is_kept_without_them()
    {
        var tags = new TrackTags { Title = "T", ArtistName = "A", DurationSecs = 0.1f, Format = "wav" };

        var track = await ImportAsync(1, tags: tags);

        Assert.Equal(tags, track.Tags);
        Assert.Null(track.AlbumId);
        Assert.Null(track.CoverHash);
    }

    [Fact]
    public async Task An_album_artist_is_kept_without_an_album()
    {
        var tags = Sample.Tags(album: null) with { AlbumArtistName = "Various" };

        Assert.Equal(tags, (await ImportAsync(1, tags: tags)).Tags);
    }

    [Fact]
    public async Task Time_and_size_of_a_file_are_kept_to_the_last_digit()
    {
        var import = Sample.Import(1);
        await Catalogue.ImportAsync(import, Cancel);

        Assert.Equal(import.File, await Catalogue.FindLocalFileAsync(import.File.Path, Cancel));
        Assert.Equal([import.File], await Catalogue.FindLocalFilesAsync(Sample.Hash(1), Cancel));
    }

    [Fact]
    public async Task What_was_never_imported_is_not_found()
    {
        Assert.Null(await Catalogue.FindLocalFileAsync("/nowhere", Cancel));
        Assert.Empty(await Catalogue.FindLocalFilesAsync(Sample.Hash(1), Cancel));
        Assert.Null(await Catalogue.FindTrackAsync(Sample.Hash(1), Cancel));
        Assert.Null(await Catalogue.FindTrackAsync(Guid.NewGuid(), Cancel));
        Assert.False(await Catalogue.RemoveLocalFileAsync("/nowhere", Cancel));
    }

    [Fact]
    public async Task The_same_bytes_under_another_path_are_one_track_with_two_files()
    {
        var first = await ImportAsync(1, "/music/a.flac");
        var second = await Catalogue.ImportAsync(Sample.Import(1, "/music/b.flac"), Cancel);

        Assert.False(second.IsNew);
        Assert.Equal(first.Id, second.Track.Id);
        Assert.Equal(["/music/a.flac", "/music/b.flac"], (await Catalogue.FindLocalFilesAsync(Sample.Hash(1), Cancel)).Select(file => file.Path));
        Assert.Equal(1, (await Catalogue.CountAsync(Cancel)).LocalTracks);
    }

    [Fact]
    public async Task A_track_goes_with_its_last_file()
    {
        await ImportAsync(1, "/music/a.flac");
        await ImportAsync(1, "/music/b.flac");

        Assert.True(await Catalogue.RemoveLocalFileAsync("/music/a.flac", Cancel));
        Assert.True((await TrackOfAsync(1)).IsLocal);

        Assert.True(await Catalogue.RemoveLocalFileAsync("/music/b.flac", Cancel));
        Assert.Null(await Catalogue.FindTrackAsync(Sample.Hash(1), Cancel));
        Assert.Equal(new CatalogueCounts(0, 0, 0, 0), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_path_with_new_bytes_replaces_the_track_it_held()
    {
        await ImportAsync(1, tags: Sample.Tags(artist: "Old", album: "Old"));

        var imported = await Catalogue.ImportAsync(Sample.Import(2, tags: Sample.Tags(artist: "New", album: "New")), Cancel);

        Assert.True(imported.IsNew);
        Assert.Null(await Catalogue.FindTrackAsync(Sample.Hash(1), Cancel));
        Assert.Empty(await Catalogue.FindLocalFilesAsync(Sample.Hash(1), Cancel));
        Assert.Equal(Sample.Hash(2), (await Catalogue.FindLocalFileAsync("/music/a.flac", Cancel))!.Hash);
        Assert.Equal(new CatalogueCounts(1, 0, 1, 1), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task New_tags_of_the_same_bytes_replace_the_old_ones_and_unused_names_go()
    {
        var before = await ImportAsync(1, tags: Sample.Tags(artist: "Typo", album: "Typo"));
        var tags = Sample.Tags(artist: "Right", album: "Right") with { AlbumArtistName = "Various" };

        var imported = await Catalogue.ImportAsync(Sample.Import(1, tags: tags), Cancel);

        Assert.False(imported.IsNew);
        Assert.Equal(before.Id, imported.Track.Id);
        Assert.Equal(before.CreatedAt, imported.Track.CreatedAt);
        Assert.Equal(tags, imported.Track.Tags);
        Assert.Equal(new CatalogueCounts(1, 0, 1, 2), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Tracks_of_one_album_artist_share_the_album_whoever_plays()
    {
        var first = await ImportAsync(1, "/music/1", Sample.Tags(artist: "One") with { AlbumArtistName = "Various" });
        var second = await ImportAsync(2, "/music/2", Sample.Tags(artist: "Two") with { AlbumArtistName = "Various" });
        var other = await ImportAsync(3, "/music/3", Sample.Tags(artist: "Two"));

        Assert.Equal(first.AlbumId, second.AlbumId);
        Assert.NotEqual(first.AlbumId, other.AlbumId);
        Assert.Equal(second.ArtistId, other.ArtistId);
        Assert.Equal(new CatalogueCounts(3, 0, 2, 3), await Catalogue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_track_without_a_picture_shows_its_albums()
    {
        await Catalogue.ImportAsync(Sample.Import(1, "/music/1", cover: Sample.Hash(70)), Cancel);
        await Catalogue.ImportAsync(Sample.Import(2, "/music/2", cover: Sample.Hash(71)), Cancel);
        await ImportAsync(3, "/music/3");

        Assert.Equal(Sample.Hash(71), (await TrackOfAsync(2)).CoverHash);
        Assert.Equal(Sample.Hash(70), (await TrackOfAsync(3)).CoverHash);
    }

    [Theory]
    [InlineData("/music/jazz")]
    [InlineData("/music/jazz/")]
    public async Task A_folder_lists_its_own_files_in_order_and_not_its_neighbours(string folder)
    {
        string[] inside = ["/music/jazz/a", "/music/jazz/a b", "/music/jazz/deep/er/c", "/music/jazz/ä", "/music/jazz/\U0001F3B5"];
        string[] outside = ["/music/a", "/music/jazz", "/music/jazz0", "/music/jazz-2/a", "/music/jazzy/a", "/music/Jazz/a"];
        foreach (var (path, number) in inside.Concat(outside).Reverse().Select((path, number) => (path, number)))
        {
            await ImportAsync(number, path);
        }

        Assert.Equal(inside, await Catalogue.ListLocalFilesAsync(folder, Cancel).Select(file => file.Path).ToListAsync(Cancel));
        Assert.Equal(inside[2..], await Catalogue.ListLocalFilesAsync(folder, inside[1], Cancel).Select(file => file.Path).ToListAsync(Cancel));
        Assert.Equal(11, await Catalogue.ListLocalFilesAsync("/", Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_folder_of_many_pages_is_listed_whole_while_files_are_removed()
    {
        for (var number = 0; number < 501; number++)
        {
            await Catalogue.ImportAsync(Sample.Import(number, $"/music/{number:D4}"), Cancel);
        }

        var listed = new List<string>();
        await foreach (var file in Catalogue.ListLocalFilesAsync("/music", Cancel))
        {
            listed.Add(file.Path);
            await Catalogue.RemoveLocalFileAsync(file.Path, Cancel);
        }

        Assert.Equal(Enumerable.Range(0, 501).Select(number => $"/music/{number:D4}"), listed);
        Assert.Equal(new CatalogueCounts(0, 0, 0, 0), await Catalogue.CountAsync(Cancel));
    }
}
