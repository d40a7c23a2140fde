using SoundTime.Import.Tests.Support;

namespace SoundTime.Import.Tests;

public sealed class ImporterFailureTests(Samples samples) : ImportTest(samples)
{
    [Fact]
    public async Task Broken_files_are_reported_with_reasons_and_the_rest_is_imported()
    {
        Music.Copy(Samples["wav"], "good.wav");
        Music.Write("empty.mp3", "");
        Music.Write("text.mp3", "These words are no music at all. " + new string('.', 5_000));
        Music.Copy(Samples.Picture, "picture.mp3");
        await using (var whole = File.OpenRead(Samples["flac"]))
        await using (var start = File.Create(Music["cut.flac"]))
        {
            var buffer = new byte[30];
            await whole.ReadExactlyAsync(buffer, Token);
            await start.WriteAsync(buffer, Token);
        }

        var report = await ImportAsync();

        Assert.Equal((1, 4), (report.Imported, report.Failed));
        Assert.Equal(["cut.flac", "empty.mp3", "picture.mp3", "text.mp3"], report.Failures.Select(failure => Path.GetFileName(failure.Path)).Order(StringComparer.Ordinal));
        Assert.All(report.Failures, failure => Assert.Equal(ImportFailure.NotAudio, failure.Reason));
        Assert.All(report.Failures, failure => Assert.DoesNotContain(Music.Path, failure.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paths_that_cannot_be_imported_are_reported()
    {
        Music.Write("notes.txt", "no music");

        var report = await ImportAsync(Music["nothing.mp3"], Music["notes.txt"]);

        Assert.Equal(
            [(Music["notes.txt"], ImportFailure.UnsupportedFormat), (Music["nothing.mp3"], ImportFailure.Unreadable)],
            report.Failures.Select(failure => (failure.Path, failure.Reason)).Order());
    }

    [Fact]
    public async Task A_file_that_keeps_changing_while_it_is_read_is_reported()
    {
        var file = Music.Copy(Samples["wav"], "growing.wav");
        // This ffprobe stands for a writer: the file has grown whenever it has been looked at.
        var probe = new MediaProbeOptions { FfprobePath = Data.WriteScript("ffprobe", $"printf x >> '{file}'\nexec ffprobe \"$@\"\n") };
        using var data = new TemporaryFolder();
        await using var host = await Host.OpenAsync(data.Path, probe);

        var report = await host.Importer.ImportAsync([Music.Path], progress: null, Token);

        Assert.Equal(ImportFailure.ChangedWhileRead, Assert.Single(report.Failures).Reason);
        Assert.Null(await host.Catalogue.FindLocalFileAsync(file, Token));
    }

    [Fact]
    public async Task A_missing_ffmpeg_stops_the_import_before_the_first_file()
    {
        Music.Copy(Samples["wav"], "good.wav");
        using var data = new TemporaryFolder();
        await using var host = await Host.OpenAsync(data.Path, new MediaProbeOptions { FfmpegPath = data["nothing"] });

        var error = await Assert.ThrowsAsync<ImportException>(() => host.Importer.ImportAsync([Music.Path], progress: null, Token));

        Assert.Equal(ImportFailure.ProbeMissing, error.Reason);
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_undo_the_import()
    {
        Music.Copy(Samples["wav"], "good.wav");
        using var data = new TemporaryFolder();
        await using var host = await Host.OpenAsync(data.Path, onImported: (_, _) => throw new InvalidOperationException("no peers"));

        var report = await host.Importer.ImportAsync([Music.Path], progress: null, Token);

        Assert.Equal((1, 0), (report.Imported, report.Failed));
    }
}
