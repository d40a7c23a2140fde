using System.Text.Json;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>A real iroh peer takes our catalogue and our music.</summary>
public sealed class CatalogueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_peer_gets_the_whole_library_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token, "--library", Music.WesnothFolder);
        var files = Directory.GetFiles(Music.WesnothFolder, "*.ogg");
        await node.WaitForTracksAsync(files.Length, Token);

        await AssertLibraryAsync(node, peer, files, folder.Folder("fetched"));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_peer_gets_every_format_and_every_picture()
    {
        using var folder = new TemporaryFolder();
        var library = folder.Folder("library");
        await Music.GenerateAsync(library, Token);
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token, "--library", library);
        var files = Directory.GetFiles(library);
        await node.WaitForTracksAsync(files.Length, Token);

        var tracks = await AssertLibraryAsync(node, peer, files, folder.Folder("fetched"));

        Assert.Equal(["aac", "flac", "mp3", "opus", "wav"], tracks.Select(track => track.GetProperty("format").GetString()!).Order());
        var covers = tracks.Select(track => track.GetProperty("cover_hash").GetString()).OfType<string>().ToList();
        Assert.Equal(Music.Formats.Values.Count(hasPicture => hasPicture), covers.Distinct().Count());
        var connection = await peer.ConnectAsync(node, Token);
        foreach (var cover in covers)
        {
            var path = folder.File(cover);
            var (declared, length) = await connection.FetchAsync(cover, path, Token);
            Assert.Equal(declared, length);
            Assert.Equal(cover, Assert.Single(await Programs.HashAsync([path], Token)));
        }
    }

    /// <summary>Pings the node, waits for the catalogue on a connection that it opens, and fetches every track.</summary>
    private static async Task<IReadOnlyList<JsonElement>> AssertLibraryAsync(NodeProcess node, SoundTimePeer peer, string[] files, string fetched)
    {
        var connection = await peer.ConnectAsync(node, Token);
        var pong = (await connection.AskAsync("Ping", Token)).GetProperty("Pong");
        Assert.Equal(node.Id.ToString(), pong.GetProperty("node_id").GetString());
        Assert.Equal(files.Length, pong.GetProperty("track_count").GetInt32());

        var tracks = await peer.WaitForAnnouncementsAsync(files.Length, Token);
        var sizes = (await Programs.HashAsync(files, Token)).Zip(files).ToDictionary(file => file.First, file => new FileInfo(file.Second).Length);
        Assert.Equal(sizes.Keys.Order(), tracks.Select(track => track.GetProperty("hash").GetString()!).Order());
        foreach (var track in tracks)
        {
            var hash = track.GetProperty("hash").GetString()!;
            Assert.Equal(node.Id.ToString(), track.GetProperty("origin_node").GetString());
            Assert.Equal(sizes[hash], track.GetProperty("file_size").GetInt64());
            Assert.Equal((sizes[hash], sizes[hash]), await connection.FetchAsync(hash, Path.Combine(fetched, hash), Token));
        }

        var names = sizes.Keys.ToList();
        Assert.Equal(names, await Programs.HashAsync(names.Select(name => Path.Combine(fetched, name)), Token));
        return tracks;
    }
}
