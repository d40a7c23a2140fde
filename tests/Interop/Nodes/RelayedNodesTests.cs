using System.Net;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Relay;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>Our node and a real iroh peer that know each other by id and our relay alone.</summary>
public sealed class RelayedNodesTests
{
    private const int Limit = 300_000;
    private const int Files = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_peer_reaches_us_and_catalogue_and_tracks_go_both_ways()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await StartRelayAsync();
        await using var peer = await SoundTimePeer.StartAsync(Token, relay.Url);
        var files = FillLibrary(folder);
        await using var node = await StartNodeAsync(folder, relay);
        await node.WaitForTracksAsync(files.Count, Token);

        // Ours to the peer: it dials, is told the catalogue on a connection that we open, and fetches every track.
        var connection = await peer.ConnectAsync(node, Token);
        await connection.AskAsync("Ping", Token);
        await AssertAnnouncedAsync(peer, files);
        foreach (var hash in await Programs.HashAsync(files, Token))
        {
            var path = folder.File(hash);
            var (declared, length) = await connection.FetchAsync(hash, path, Token);
            Assert.Equal(declared, length);
            Assert.Equal(hash, Assert.Single(await Programs.HashAsync([path], Token)));
        }

        // The peer's to us: we list its track, and fetch it on a connection that we open.
        var theirs = Directory.GetFiles(Music.WesnothFolder, "*.ogg").OrderBy(file => new FileInfo(file).Length).ElementAt(Files);
        var theirHash = Assert.Single(await Programs.HashAsync([theirs], Token));
        await peer.OfferAsync(theirHash, theirs, Token);
        await connection.AskAsync(new { CatalogSync = new[] { Music.Announcement(theirHash, new FileInfo(theirs).Length, "ogg", peer) } }, Token);
        var listed = await node.WaitForTracksAsync(files.Count + 1, Token);
        var id = listed.Single(track => track.GetProperty("hash").GetString() == theirHash).GetProperty("id").GetString();
        Assert.Equal(await File.ReadAllBytesAsync(theirs, Token), await node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token));
    }

    [Fact(Timeout = Limit)]
    public async Task We_reach_a_seed_at_the_relay_and_tell_it_our_catalogue()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await StartRelayAsync();
        await using var peer = await SoundTimePeer.StartAsync(Token, relay.Url);
        var files = FillLibrary(folder);
        await using var node = await StartNodeAsync(folder, relay, "--seed", new NodeAddress(peer.Id, [], [relay.Url]).ToString());

        await AssertAnnouncedAsync(peer, files);
    }

    private static Task<RelayHost> StartRelayAsync() =>
        RelayHost.StartAsync(new RelayOptions { ListenOn = new IPEndPoint(IPAddress.Loopback, 0) }, cancellationToken: Token);

    private static Task<NodeProcess> StartNodeAsync(TemporaryFolder folder, RelayHost relay, params IEnumerable<string> arguments) =>
        NodeProcess.StartAsync("node", folder.File("data"), Token, ["--library", folder.Folder("library"), "--relay", relay.Url.Text, .. arguments]);

    private static List<string> FillLibrary(TemporaryFolder folder)
    {
        var files = Directory.GetFiles(Music.WesnothFolder, "*.ogg").OrderBy(file => new FileInfo(file).Length).Take(Files).ToList();
        files.ForEach(file => File.Copy(file, Path.Combine(folder.Folder("library"), Path.GetFileName(file))));
        return files;
    }

    private static async Task AssertAnnouncedAsync(SoundTimePeer peer, List<string> files)
    {
        var announced = await peer.WaitForAnnouncementsAsync(files.Count, Token);
        Assert.Equal((await Programs.HashAsync(files, Token)).Order(), announced.Select(track => track.GetProperty("hash").GetString()!).Order());
    }
}
