using SoundTime.Import.Tests.Support;

namespace SoundTime.Import.Tests.Probe;

public sealed class MediaProbeTests(Samples samples) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaProbe _probe = new(new MediaProbeOptions(), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mp3", "mp3", 44_100, true, true)]
    [InlineData("flac", "flac", 44_100, true, true)]
    [InlineData("ogg", "ogg", 44_100, true, true)]
    [InlineData("opus", "opus", 48_000, true, true)]
    [InlineData("m4a", "aac", 44_100, true, true)]
    [InlineData("aac", "aac", 44_100, true, false)]
    [InlineData("aiff", "aiff", 44_100, true, true)]
    [InlineData("wav", "wav", 44_100, false, false)]
    public async Task Every_format_gives_its_tags_and_technical_data(string extension, string format, int sampleRate, bool hasAllTags, bool hasPicture)
    {
        var media = await _probe.ReadAsync(samples[extension], "sample." + extension, Token);

        var tags = media.Tags;
        Assert.Equal(("A Title", "An Artist", "An Album"), (tags.Title, tags.ArtistName, tags.AlbumTitle));
        Assert.Equal<(string?, int?, int?)>(("Hip Hop", 2024, 3), (tags.Genre, tags.Year, tags.TrackNumber));
        // RIFF INFO has no place for these.
        Assert.Equal(hasAllTags ? ("An Album Artist", 1) : (null, null), (tags.AlbumArtistName, (int?)tags.DiscNumber));
        Assert.Equal((format, sampleRate), (tags.Format, tags.SampleRate));
        Assert.InRange(tags.DurationSecs, 0.95f, 1.2f);
        Assert.InRange(tags.Bitrate!.Value, 30, 800);
        Assert.Equal(hasPicture, media.PictureStream is not null);
    }

    [Theory]
    [InlineData("song.ogg")]
    [InlineData("song.oga")]
    [InlineData("song.OGG")]
    public async Task Opus_in_an_Ogg_container_is_opus_whatever_the_file_is_called(string name)
    {
        var path = Path.Combine(_folder.Path, name);
        File.Copy(samples["opus"], path);

        Assert.Equal("opus", (await _probe.ReadAsync(path, name, Token)).Tags.Format);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("m4a")]
    [InlineData("aiff")]
    public async Task The_embedded_picture_comes_out_byte_for_byte(string extension)
    {
        var media = await _probe.ReadAsync(samples[extension], "sample", Token);

        var picture = await _probe.ReadPictureAsync(samples[extension], media.PictureStream!.Value, ReadAllAsync, Token);

        Assert.Equal(await File.ReadAllBytesAsync(samples.Picture, Token), picture);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public async Task Pictures_of_every_common_type_come_out(string extension)
    {
        var picture = _folder["picture." + extension];
        Samples.Make("-i", samples.Picture, picture);
        var file = _folder["song.mp3"];
        Samples.Make("-i", samples["wav"], "-i", picture, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic", file);
        var media = await _probe.ReadAsync(file, "song.mp3", Token);

        Assert.Equal(
            await File.ReadAllBytesAsync(picture, Token),
            await _probe.ReadPictureAsync(file, media.PictureStream!.Value, ReadAllAsync, Token));
    }

    [Fact]
    public async Task The_content_decides_the_format_and_the_name_stands_in_for_a_title()
    {
        var file = _folder["07 - Wrong Name.mp3"];
        Samples.Make("-i", samples["wav"], "-map_metadata", "-1", "-f", "flac", file);

        var media = await _probe.ReadAsync(file, Path.GetFileName(file), Token);

        Assert.Equal(("flac", "Wrong Name", "Unknown"), (media.Tags.Format, media.Tags.Title, media.Tags.ArtistName));
    }

    [Theory]
    [InlineData("-y.mp3")]
    [InlineData("http:host.mp3")]
    [InlineData("100% %d %03d.mp3")]
    [InlineData("two\nlines 'and' \"quotes\" $(id) `id` *?.mp3")]
    [InlineData("🎵 [x] {y} \\ | concat:a.mp3")]
    public async Task No_file_name_is_read_as_anything_but_a_name(string name)
    {
        var media = await _probe.ReadAsync(_folder.Copy(samples["mp3"], name), name, Token);

        Assert.Equal("A Title", media.Tags.Title);
    }

    [Fact]
    public async Task A_playlist_named_like_a_song_opens_no_other_file()
    {
        var song = _folder.Copy(samples["mp3"], "song.mp3");
        foreach (var playlist in new[]
        {
            $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:{song}\n#EXT-X-ENDLIST\n",
            $"ffconcat version 1.0\nfile 'file:{song}'\n",
        })
        {
            var file = _folder.Write("list.mp3", playlist);
            // Had the reference been followed, audio would have been found.
            var error = await Assert.ThrowsAsync<ImportException>(() => _probe.ReadAsync(file, "list.mp3", Token));
            Assert.Equal(ImportFailure.NotAudio, error.Reason);
        }
    }

    [Fact]
    public async Task A_probe_that_hangs_is_killed_with_its_children_when_its_time_is_up()
    {
        var script = _folder.WriteScript("ffprobe", $"echo $$ > {_folder["pid"]}\nsleep 1000 &\necho $! > {_folder["child"]}\nwait\n");
        var probe = new MediaProbe(new MediaProbeOptions { FfprobePath = script, TimeLimit = TimeSpan.FromSeconds(1) }, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ImportException>(() => probe.ReadAsync(samples["mp3"], "a.mp3", Token));

        Assert.Equal(ImportFailure.TimedOut, error.Reason);
        await AssertGoneAsync(_folder["pid"]);
        await AssertGoneAsync(_folder["child"]);
    }

    [Fact]
    public async Task A_probe_that_prints_without_end_is_stopped()
    {
        var script = _folder.WriteScript("ffprobe", "yes\n");
        var probe = new MediaProbe(new MediaProbeOptions { FfprobePath = script }, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ImportException>(() => probe.ReadAsync(samples["mp3"], "a.mp3", Token));

        Assert.Equal(ImportFailure.NotAudio, error.Reason);
    }

    [Fact]
    public async Task A_missing_probe_is_one_error_that_names_the_package()
    {
        var probe = new MediaProbe(new MediaProbeOptions { FfprobePath = _folder["nothing"] }, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ImportException>(() => probe.EnsureAvailableAsync(Token));

        Assert.Equal(ImportFailure.ProbeMissing, error.Reason);
        Assert.Contains("`ffmpeg`", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A killed process is gone only when the kernel has come round to it: waits for that.</summary>
    private static async Task AssertGoneAsync(string pidFile)
    {
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile, Token), System.Globalization.CultureInfo.InvariantCulture);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (IsRunning(pid))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            // A zombie is dead, and at most waiting for its parent to take note.
            return !File.ReadAllText($"/proc/{pid}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }
}
