using SoundTime.Import.Tests.Support;

namespace SoundTime.Import.Tests;

public sealed class ImporterTests(Samples samples) : ImportTest(samples)
{
    [Fact]
    public async Task A_folder_is_imported_with_all_below_but_nothing_hidden()
    {
        Music.Copy(Samples["mp3"], "a", "one.mp3");
        Music.Copy(Samples["flac"], "a", "b", "TWO.FLAC");
        Music.Copy(Samples["wav"], ".hidden", "three.wav");
        Music.Copy(Samples["ogg"], "a", ".four.ogg");
        Music.Write("notes.txt", "no music");

        var report = await ImportAsync();

        Assert.Equal((2, 0, 0), (report.Imported, report.Unchanged, report.Failed));
        Assert.Equal([Path.Combine("a", "b", "TWO.FLAC"), Path.Combine("a", "one.mp3")], await ListFilesAsync());
        Assert.Equal(2, Told.Count);
        Assert.NotNull((await FindTrackAsync(Music["a", "one.mp3"])).CoverHash);
    }

    [Fact]
    public async Task Unchanged_files_are_skipped_and_touched_ones_are_read_again()
    {
        var touched = Music.Copy(Samples["mp3"], "one.mp3");
        Music.Copy(Samples["ogg"], "two.ogg");
        await ImportAsync();
        File.SetLastWriteTimeUtc(touched, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var report = await ImportAsync();

        Assert.Equal((1, 1), (report.Imported, report.Unchanged));
        Assert.Equal(2, Told.Count);
    }

    [Fact]
    public async Task Edited_tags_reach_the_catalogue()
    {
        var file = Music.Copy(Samples["mp3"], "one.mp3");
        await ImportAsync();
        Samples.Make("-i", Samples["mp3"], "-c", "copy", "-metadata", "title=Another Title", file);

        await ImportAsync();

        Assert.Equal("Another Title", (await FindTrackAsync(file)).Tags.Title);
        Assert.Equal(1, (await Host.Catalogue.CountAsync(Token)).LocalTracks);
    }

    [Fact]
    public async Task The_same_bytes_under_two_names_are_one_track_told_once()
    {
        Music.Copy(Samples["mp3"], "one.mp3");
        Music.Copy(Samples["mp3"], "two.mp3");

        await ImportAsync();

        Assert.Single(Told);
        Assert.Equal(2, (await ListFilesAsync()).Count);
    }

    [Theory]
    [InlineData("cover.png")]
    [InlineData("Folder.png")]
    [InlineData("front.jpg")]
    public async Task A_picture_beside_the_tracks_is_their_cover(string name)
    {
        var first = Music.Copy(Samples.Plain(0), "first.wav");
        var second = Music.Copy(Samples.Plain(1), "second.wav");
        Music.Copy(Samples.Picture, name);

        await ImportAsync();

        var cover = (await FindTrackAsync(first)).CoverHash;
        Assert.NotNull(cover);
        Assert.Equal(cover, (await FindTrackAsync(second)).CoverHash);
    }

    [Fact]
    public async Task A_cover_that_is_no_picture_does_not_fail_the_track()
    {
        var file = Music.Copy(Samples["wav"], "one.wav");
        Music.Write("cover.jpg", "this is a text, not a picture");

        var report = await ImportAsync();

        Assert.Equal(1, report.Imported);
        Assert.Null((await FindTrackAsync(file)).CoverHash);
    }

    [Theory]
    [InlineData("-rf.wav")]
    [InlineData("two\nlines.wav")]
    [InlineData("%d %s 'quotes' \"more\" 🎵.wav")]
    public async Task Any_name_is_imported(string name)
    {
        var file = Music.Copy(Samples["wav"], name);

        Assert.Equal(1, (await ImportAsync()).Imported);
        Assert.Equal("A Title", (await FindTrackAsync(file)).Tags.Title);
    }

    [Fact]
    public async Task The_longest_name_that_a_file_can_have_is_imported()
    {
        Music.Copy(Samples["wav"], new string('x', 251) + ".wav");

        Assert.Equal(1, (await ImportAsync()).Imported);
    }

    [Fact]
    public async Task Links_are_followed_once_and_loops_end()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Copy(Samples.Plain(1), "linked.wav");
        Directory.CreateSymbolicLink(elsewhere["back"], Music.Path);
        Directory.CreateSymbolicLink(elsewhere["again"], elsewhere.Path);
        var file = Music.Copy(Samples.Plain(0), "folder", "real.wav");
        Directory.CreateSymbolicLink(Music["folder", "loop"], Music.Path);
        Directory.CreateSymbolicLink(Music["one"], elsewhere.Path);
        Directory.CreateSymbolicLink(Music["two"], elsewhere.Path);
        File.CreateSymbolicLink(Music["file.wav"], file);

        var report = await ImportAsync();

        Assert.Equal(0, report.Failed);
        Assert.Equal(["file.wav", Path.Combine("folder", "real.wav"), Path.Combine("one", "linked.wav")], await ListFilesAsync());
        Assert.Equal(3, (await ImportAsync()).Unchanged);
    }

    [Fact]
    public async Task Progress_ends_with_all_files_done_and_a_known_total()
    {
        for (var index = 0; index < 5; index++)
        {
            Music.Copy(Samples.Plain(index), $"{index}.wav");
        }

        var last = new LastProgress();
        await Host.Importer.ImportAsync([Music.Path], last, Token);

        Assert.NotNull(last.Value);
        Assert.Equal((5, 5, true), (last.Value.Done, last.Value.Known, last.Value.IsCounted));
        Assert.Equal(TimeSpan.Zero, last.Value.TimeLeft);
        Assert.True(last.Value.FilesPerSecond > 0);
    }

    [Fact]
    public async Task Real_music_is_imported_with_its_tags()
    {
        const string wesnoth = "/usr/share/games/wesnoth/1.16/data/core/music";
        Assert.True(Directory.Exists(wesnoth), "This test needs real music: apt install wesnoth-1.16-music");

        var report = await ImportAsync(wesnoth);

        Assert.Equal((41, 0), (report.Imported, report.Failed));
        var tags = (await FindTrackAsync(Path.Combine(wesnoth, "battle.ogg"))).Tags;
        Assert.Equal(("Battle Music", "Aleksi Aubry-Carlson", "The Battle for Wesnoth OST"), (tags.Title, tags.ArtistName, tags.AlbumTitle));
        Assert.Equal<(int?, int?, int?, int?, int?)>((160, 44_100, 2006, 9, 2), (tags.Bitrate, tags.SampleRate, tags.Year, tags.TrackNumber, tags.DiscNumber));
        Assert.Equal(318.22f, tags.DurationSecs, 0.01f);
        TestContext.Current.TestOutputHelper!.WriteLine($"cold: {41 / report.Elapsed.TotalSeconds:0.0} files/s");
        var again = await ImportAsync(wesnoth);
        TestContext.Current.TestOutputHelper!.WriteLine($"unchanged: {41 / again.Elapsed.TotalSeconds:0.0} files/s");
        Assert.Equal(41, again.Unchanged);
    }

    private sealed class LastProgress : IProgress<ImportProgress>
    {
        public ImportProgress? Value { get; private set; }

        public void Report(ImportProgress value) => Value = value;
    }
}
