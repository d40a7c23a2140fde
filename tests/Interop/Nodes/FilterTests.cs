using SoundTime.Interop.Tests.Support;
using SoundTime.Storage.Sqlite;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>A real iroh peer takes our filter and looks terms up by hashing of its own, and has us keep its filter.</summary>
public sealed class FilterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_peer_finds_every_token_of_our_tracks_in_the_filter_that_we_send_it()
    {
        using var folder = new TemporaryFolder();
        var library = folder.Folder("library");
        await Music.GenerateAsync(library, Token);
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token, "--library", library);
        var tracks = await node.WaitForTracksAsync(Directory.GetFiles(library).Length, Token);
        string[] tokens = [.. tracks.SelectMany(track => BloomTerms.TokensOf(track.GetProperty("title").GetString()!)).Distinct()];
        Assert.NotEmpty(tokens);

        await peer.ConnectAsync(node, Token);

        string[] absent = [.. Enumerable.Range(0, 50).Select(number => $"no-such-token-{number}")];
        var (bytes, hashes, held) = await peer.WaitForFilterAsync(node, tokens, absent, Token);
        Assert.Equal((119_814, 7), (bytes, hashes));
        Assert.Empty(held);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_filter_that_a_peer_sends_is_kept_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Folder("data");
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using (var node = await NodeProcess.StartAsync("node", data, Token))
        {
            var connection = await peer.ConnectAsync(node, Token);
            Assert.Equal(0, await connection.SendFilterAsync(["étoile", "jude", "hey,"], Token));
        }

        var stores = await SqliteStores.OpenAsync(Path.Combine(data, "soundtime.db"), TimeProvider.System, NullLogger.Instance, Token);
        await using var _ = stores;
        var filter = (await stores.Peers.FindFilterAsync(peer.Id, Token))!;
        Assert.Equal((7, 3UL), (filter.NumHashes, filter.ItemCount));
        bool Holds(string term) => new BloomProbe(
            new SipKey(filter.Keys[0], filter.Keys[1]), new SipKey(filter.Keys[2], filter.Keys[3]), BloomTerms.Encode(term)).IsIn(filter.Bitmap.Span, filter.NumHashes);
        Assert.Equal((true, true, true, false), (Holds("étoile"), Holds("jude"), Holds("hey,"), Holds("hey")));
    }
}
