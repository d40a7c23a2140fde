using System.Text;
using SoundTime.Silo.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage.Covers;

namespace SoundTime.Silo.Tests.Peers;

public sealed class CoverFolderTests : IDisposable
{
    private readonly TemporaryFolder _base = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Covers => Path.Combine(_base.Path, CoverFolder.Name);

    public void Dispose() => _base.Dispose();

    [Fact]
    public async Task A_cover_is_written_where_its_path_says_and_nothing_is_left_beside_it()
    {
        var path = await WriteAsync("Artist", "Album", "first");

        Assert.Equal("Artist/Album/cover.jpg", path);
        Assert.Equal("first", await ReadAsync(path));
        Assert.Equal([Path.Combine(Covers, path)], Directory.EnumerateFiles(_base.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_new_cover_replaces_the_old_one_and_what_a_killed_process_left()
    {
        await WriteAsync("Artist", "Album", "a longer first one");
        await File.WriteAllTextAsync(Path.Combine(Covers, "Artist/Album/cover.jpg.new"), "half of an image, and then some", Cancellation);

        var path = await WriteAsync("Artist", "Album", "second");

        Assert.Equal("second", await ReadAsync(path));
        Assert.Single(Directory.EnumerateFiles(Covers, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("..", "..")]
    [InlineData("/etc", "/passwd")]
    [InlineData("../../..", "x")]
    [InlineData("a\0b", "c\nd")]
    public async Task Hostile_names_are_written_below_the_folder(string artist, string title)
    {
        var path = await WriteAsync(artist, title, "image");

        Assert.Equal("image", await ReadAsync(path));
        Assert.Equal([Path.Combine(Covers, path)], Directory.EnumerateFiles(_base.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("p2p-covers")]
    [InlineData("p2p-covers/Artist")]
    [InlineData("p2p-covers/Artist/Album")]
    public async Task Nothing_is_written_through_a_link_that_lies_on_the_way(string link)
    {
        using var outside = new TemporaryFolder();
        var path = Path.Combine(_base.Path, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateSymbolicLink(path, outside.Path);

        await Assert.ThrowsAsync<IOException>(() => WriteAsync("Artist", "Album", "image"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside.Path));
    }

    [Theory]
    [InlineData("cover.jpg")]
    [InlineData("cover.jpg.new")]
    public async Task A_link_in_the_place_of_the_file_is_replaced_not_followed(string name)
    {
        using var outside = new TemporaryFolder();
        var target = outside.Write("precious", "precious");
        Directory.CreateDirectory(Path.Combine(Covers, "Artist", "Album"));
        File.CreateSymbolicLink(Path.Combine(Covers, "Artist", "Album", name), target);

        var path = await WriteAsync("Artist", "Album", "image");

        Assert.Equal("precious", await File.ReadAllTextAsync(target, Cancellation));
        Assert.Equal("image", await ReadAsync(path));
        Assert.Null(new FileInfo(Path.Combine(Covers, path)).LinkTarget);
    }

    private async Task<string> WriteAsync(string artist, string title, string content)
    {
        using var image = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await new CoverFolder(_base.Path).WriteAsync(new WantedCover(Guid.CreateVersion7(), default, artist, title, 0), image, Cancellation);
    }

    private Task<string> ReadAsync(string path) => File.ReadAllTextAsync(Path.Combine(Covers, path), Cancellation);
}
