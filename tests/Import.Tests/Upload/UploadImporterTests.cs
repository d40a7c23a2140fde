using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Import.Tests.Support;

namespace SoundTime.Import.Tests.Upload;

public sealed class UploadImporterTests(Samples samples) : ImportTest(samples)
{
    [Fact]
    public async Task An_upload_lies_in_its_artists_and_albums_folder_and_is_a_new_track()
    {
        var imported = await UploadAsync(Samples["mp3"], "a song.mp3");

        Assert.True(imported.IsNew);
        Assert.Equal(imported.Track.Id, Assert.Single(Told).Id);
        Assert.NotNull(imported.Track.CoverHash);
        Assert.Equal([Path.Combine("An Artist", "An Album", "a song.mp3")], await ListFilesAsync());
        Assert.Equal(await File.ReadAllBytesAsync(Samples["mp3"], Token), await File.ReadAllBytesAsync(Music["An Artist", "An Album", "a song.mp3"], Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Music[UploadImporter.IncomingFolder]));
    }

    [Fact]
    public async Task What_the_uploader_says_beats_the_tags()
    {
        var imported = await UploadAsync(Samples["mp3"], "x.mp3", new UploadOverrides(" T ", "AC/DC: Live", "../.."));

        Assert.Equal(("T", "AC/DC: Live", "../.."), (imported.Track.Tags.Title, imported.Track.Tags.AlbumTitle, imported.Track.Tags.ArtistName));
        Assert.Equal([Path.Combine("_____", "AC_DC_ Live", "x.mp3")], await ListFilesAsync());
    }

    [Fact]
    public async Task A_track_without_tags_is_a_single_named_like_its_file()
    {
        var file = Data["plain.wav"];
        Samples.Make("-i", Samples["wav"], "-map_metadata", "-1", file);

        var imported = await UploadAsync(file, "04 - My Song.wav");

        Assert.Equal("My Song", imported.Track.Tags.Title);
        Assert.Equal([Path.Combine("Unknown", "singles", "04 - My Song.wav")], await ListFilesAsync());
    }

    [Theory]
    [InlineData("../../../etc/passwd.mp3")]
    [InlineData("/etc/passwd.mp3")]
    [InlineData("..\\..\\x.mp3")]
    [InlineData(".hidden.mp3")]
    [InlineData("CON.mp3")]
    [InlineData("nul\0byte\n.mp3")]
    [InlineData(".mp3")]
    public async Task No_name_leads_out_of_the_music_folder_or_hides_there(string name)
    {
        await UploadAsync(Samples["mp3"], name);

        var file = Assert.Single(Directory.EnumerateFiles(Music["An Artist", "An Album"]));
        Assert.Equal([Path.GetRelativePath(Music.Path, file)], await ListFilesAsync());
        Assert.Equal(1, (await ImportAsync()).Unchanged);
    }

    [Fact]
    public async Task Another_file_of_the_same_name_gets_a_name_of_its_own()
    {
        await UploadAsync(Samples.Plain(0), "song.wav");
        var second = await UploadAsync(Samples.Plain(1), "song.wav");

        Assert.Equal(
            [Path.Combine("An Artist", "An Album", "song.wav"), Path.Combine("An Artist", "An Album", $"song_{second.Track.Hash.ShortText}.wav")],
            await ListFilesAsync());
    }

    [Fact]
    public async Task Bytes_that_are_held_already_are_not_kept_twice()
    {
        var first = await UploadAsync(Samples["mp3"], "one.mp3");
        var second = await UploadAsync(Samples["mp3"], "two.mp3");

        Assert.False(second.IsNew);
        Assert.Equal(first.Track.Id, second.Track.Id);
        Assert.Single(Told);
        Assert.Single(await ListFilesAsync());
        Assert.Single(Directory.EnumerateFiles(Music.Path, "*.mp3", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_track_whose_file_was_lost_is_healed_by_an_upload()
    {
        await UploadAsync(Samples["mp3"], "one.mp3");
        File.Delete(Music["An Artist", "An Album", "one.mp3"]);

        await UploadAsync(Samples["mp3"], "two.mp3");

        Assert.True(File.Exists(Music["An Artist", "An Album", "two.mp3"]));
    }

    [Fact]
    public Task A_file_over_the_limit_is_refused() =>
        RefusedAsync(ImportFailure.TooLarge, Samples["mp3"], "song.mp3", maxBytes: new FileInfo(Samples["mp3"]).Length - 1);

    [Fact]
    public Task A_file_of_another_type_is_refused() => RefusedAsync(ImportFailure.UnsupportedFormat, Samples["mp3"], "song.exe");

    [Fact]
    public Task A_picture_named_like_a_song_is_refused() => RefusedAsync(ImportFailure.NotAudio, Samples.Picture, "song.mp3");

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_nothing_behind()
    {
        var mount = Directory.CreateDirectory(Music["small"]).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", mount);
        try
        {
            await using var content = File.OpenRead(Samples["wav"]);
            var error = await Assert.ThrowsAsync<ImportException>(() => Uploads(mount).ImportAsync(content, "song.wav", new UploadOverrides(), Token));

            Assert.Equal(ImportFailure.DiskFull, error.Reason);
            Assert.Empty(Directory.EnumerateFiles(mount, "*", SearchOption.AllDirectories));
            Assert.Empty(await ListFilesAsync());
        }
        finally
        {
            Run("umount", mount);
        }
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing_behind()
    {
        await using var content = new BreakingStream();

        var error = await Assert.ThrowsAsync<ImportException>(() => Uploads(Music.Path).ImportAsync(content, "song.wav", new UploadOverrides(), Token));

        Assert.Equal(ImportFailure.Unreadable, error.Reason);
        Assert.Empty(Directory.EnumerateFiles(Music.Path, "*", SearchOption.AllDirectories));
    }

    private async Task<Storage.Catalogue.ImportedTrack> UploadAsync(string file, string name, UploadOverrides? overrides = null)
    {
        await using var content = File.OpenRead(file);
        return await Uploads(Music.Path).ImportAsync(content, name, overrides ?? new UploadOverrides(), Token);
    }

    private async Task RefusedAsync(ImportFailure reason, string file, string name, long maxBytes = UploadImporter.DefaultMaxBytes)
    {
        await using var content = File.OpenRead(file);
        var error = await Assert.ThrowsAsync<ImportException>(
            () => Uploads(Music.Path, maxBytes).ImportAsync(content, name, new UploadOverrides(), Token));

        Assert.Equal(reason, error.Reason);
        Assert.Empty(Directory.EnumerateFiles(Music.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(0, (await Host.Catalogue.CountAsync(Token)).LocalTracks);
    }

    private UploadImporter Uploads(string folder, long maxBytes = UploadImporter.DefaultMaxBytes) =>
        new(folder, Host.Catalogue, Host.Blobs, Host.Probe, NullLogger<UploadImporter>.Instance, OnImported, maxBytes);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>A connection that breaks after its first bytes.</summary>
    private sealed class BreakingStream : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun)
            {
                throw new IOException("The client went away.");
            }

            _begun = true;
            buffer.Span[..100].Clear();
            return ValueTask.FromResult(100);
        }
    }
}
