using SoundTime.Import.Tests.Support;

namespace SoundTime.Import.Tests;

public sealed class RemoveMissingTests(Samples samples) : ImportTest(samples)
{
    [Fact]
    public async Task A_deleted_file_and_a_deleted_folder_leave_the_catalogue()
    {
        Music.Copy(Samples.Plain(0), "stays.wav");
        File.Delete(await ImportedAsync(1, "gone.wav"));
        var folder = Path.GetDirectoryName(await ImportedAsync(2, "album", "gone.wav"))!;
        await ImportAsync();
        Directory.Delete(folder, recursive: true);

        Assert.Equal(2, await Host.Importer.RemoveMissingAsync(Music.Path, Token));
        Assert.Equal(["stays.wav"], await ListFilesAsync());
        Assert.Equal(1, (await Host.Catalogue.CountAsync(Token)).LocalTracks);
    }

    [Fact]
    public async Task A_renamed_file_keeps_its_track()
    {
        var file = await ImportedAsync(0, "old.wav");
        var before = await FindTrackAsync(file);
        Directory.CreateDirectory(Music["album"]);
        File.Move(file, Music["album", "new.wav"]);

        await ImportAsync();
        await Host.Importer.RemoveMissingAsync(Music.Path, Token);

        Assert.Equal([Path.Combine("album", "new.wav")], await ListFilesAsync());
        Assert.Equal(before.Id, (await FindTrackAsync(Music["album", "new.wav"])).Id);
        Assert.Single(Told);
    }

    [Fact]
    public async Task A_library_that_is_gone_or_empty_removes_nothing()
    {
        var file = await ImportedAsync(0, "song.wav");
        File.Move(file, Data["song.wav"]);
        Assert.Equal(0, await Host.Importer.RemoveMissingAsync(Music.Path, Token));

        Directory.Delete(Music.Path);
        Assert.Equal(0, await Host.Importer.RemoveMissingAsync(Music.Path, Token));

        Directory.CreateDirectory(Music.Path);
        Assert.Equal(["song.wav"], await ListFilesAsync());
    }

    [Fact]
    public async Task An_empty_mount_point_within_the_library_removes_nothing()
    {
        await ImportedAsync(0, "disk one", "song.wav");
        var file = await ImportedAsync(1, "disk two", "album", "song.wav");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        Assert.Equal(0, await Host.Importer.RemoveMissingAsync(Music.Path, Token));

        Directory.Delete(Music["disk two"]);
        Assert.Equal(1, await Host.Importer.RemoveMissingAsync(Music.Path, Token));
    }

    [Fact]
    public async Task A_link_into_nowhere_removes_nothing()
    {
        var file = await ImportedAsync(0, "song.wav");
        Music.Copy(Samples.Plain(1), "other.wav");
        File.Delete(file);
        File.CreateSymbolicLink(file, Music["unplugged", "song.wav"]);

        Assert.Equal(0, await Host.Importer.RemoveMissingAsync(Music.Path, Token));
    }

    private async Task<string> ImportedAsync(int index, params string[] name)
    {
        var path = Music.Copy(Samples.Plain(index), name);
        await ImportAsync(path);
        return path;
    }
}
