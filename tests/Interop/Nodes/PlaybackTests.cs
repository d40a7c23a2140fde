using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>Our node plays what a real iroh peer announces.</summary>
public sealed class PlaybackTests
{
    private const int Limit = 180_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_peers_track_is_fetched_once_and_played_twice()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        var path = Directory.GetFiles(Music.WesnothFolder, "*.ogg").MinBy(file => new FileInfo(file).Length)!;
        var (hash, id) = await AnnounceAsync(node, peer, path);
        await peer.OfferAsync(hash, path, Token);

        var first = await node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token);
        var second = await node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token);

        var expected = await File.ReadAllBytesAsync(path, Token);
        Assert.Equal(expected, first);
        Assert.Equal(expected, second);
        Assert.Equal(1, await peer.CountFetchesAsync(hash, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task Many_listeners_at_once_cost_the_peer_one_fetch()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        var path = Directory.GetFiles(Music.WesnothFolder, "*.ogg").MaxBy(file => new FileInfo(file).Length)!;
        var (hash, id) = await AnnounceAsync(node, peer, path);
        await peer.OfferAsync(hash, path, Token);

        var heard = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token)));

        var expected = await File.ReadAllBytesAsync(path, Token);
        Assert.All(heard, bytes => Assert.Equal(expected, bytes));
        Assert.Equal(1, await peer.CountFetchesAsync(hash, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task Wrong_bytes_end_short_are_not_kept_and_do_not_stand_in_the_way_of_the_right_ones()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        var right = folder.File("right.ogg");
        var wrong = folder.File("wrong.ogg");
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);
        await File.WriteAllBytesAsync(right, bytes, Token);
        var (hash, id) = await AnnounceAsync(node, peer, right);
        await File.WriteAllBytesAsync(wrong, [.. bytes.AsSpan(0, bytes.Length - 1), (byte)(bytes[^1] ^ 1)], Token);
        await peer.OfferAsync(hash, wrong, Token);

        // All was promised, and less comes: a listener's client sees that it is broken.
        await Assert.ThrowsAnyAsync<Exception>(() => node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token));
        await Assert.ThrowsAnyAsync<Exception>(() => node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token));
        Assert.Equal(2, await peer.CountFetchesAsync(hash, Token));

        await peer.OfferAsync(hash, right, Token);
        Assert.Equal(bytes, await node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token));
        Assert.Equal(bytes, await node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token));
        Assert.Equal(3, await peer.CountFetchesAsync(hash, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_track_that_the_peer_does_not_send_is_an_error_and_not_an_empty_song()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        var path = Directory.GetFiles(Music.WesnothFolder, "*.ogg")[0];
        var (hash, id) = await AnnounceAsync(node, peer, path);

        using var answer = await node.Http.GetAsync($"api/tracks/{id}/stream", Token);

        Assert.InRange(answer.StatusCode, HttpStatusCode.InternalServerError, (HttpStatusCode)599);
        Assert.Equal(1, await peer.CountFetchesAsync(hash, Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_peer_that_is_killed_in_the_middle_of_a_play_is_replaced_and_the_listener_hears_exactly_the_track()
    {
        using var folder = new TemporaryFolder();
        await using var killed = await SoundTimePeer.StartAsync(Token);
        await using var other = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        var (path, hash, id) = await ShareAsync(node, folder, killed, other);
        await killed.OfferAsync(hash, path, until: 600_000, Token);
        await other.OfferAsync(hash, path, until: 600_000, Token);

        var playing = node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token);
        // Whichever is asked first, sends a part, and is killed; the other one has the whole track by then.
        var first = await FindAskedAsync(hash, killed, other);
        await (first == killed ? other : killed).OfferAsync(hash, path, Token);
        await first.KillAsync(Token);

        Assert.Equal(await File.ReadAllBytesAsync(path, Token), await playing);
    }

    [Fact(Timeout = Limit)]
    public async Task Nobody_hears_the_wrong_bytes_of_a_peer_where_another_has_the_right_ones()
    {
        using var folder = new TemporaryFolder();
        await using var liar = await SoundTimePeer.StartAsync(Token);
        await using var right = await SoundTimePeer.StartAsync(Token);
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        var (path, hash, id) = await ShareAsync(node, folder, liar, right);
        await WaitUntilOnlineAsync(node, 2);
        var wrong = folder.File("wrong.ogg");
        var bytes = await File.ReadAllBytesAsync(path, Token);
        await File.WriteAllBytesAsync(wrong, [.. bytes.AsSpan(0, 500_000), .. new byte[bytes.Length - 500_000]], Token);
        await liar.OfferAsync(hash, wrong, Token);
        await right.OfferAsync(hash, path, Token);

        Assert.Equal(bytes, await node.Http.GetByteArrayAsync($"api/tracks/{id}/stream", Token));
        Assert.Equal(1, await right.CountFetchesAsync(hash, Token));
    }

    private static async Task<SoundTimePeer> FindAskedAsync(string hash, params SoundTimePeer[] peers)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while (true)
        {
            foreach (var peer in peers)
            {
                if (await peer.CountFetchesAsync(hash, Token) > 0)
                {
                    return peer;
                }
            }

            await timer.WaitForNextTickAsync(Token);
        }
    }

    private static async Task WaitUntilOnlineAsync(NodeProcess node, int count)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while ((await node.Http.GetFromJsonAsync<JsonElement>("api/p2p/status", Token)).GetProperty("online_peer_count").GetInt32() < count)
        {
            await timer.WaitForNextTickAsync(Token);
        }
    }

    /// <summary>Has peers announce the same file; answers where it lies, its hash, and the id under which the node lists it.</summary>
    private static async Task<(string Path, string Hash, string Id)> ShareAsync(NodeProcess node, TemporaryFolder folder, params SoundTimePeer[] peers)
    {
        var path = folder.File("track.ogg");
        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(1_000_000), Token);
        var announced = ("", "");
        foreach (var peer in peers)
        {
            announced = await AnnounceAsync(node, peer, path);
        }

        return (path, announced.Item1, announced.Item2);
    }

    /// <summary>Announces a file of the peer, and answers its hash and the id under which the node lists it.</summary>
    private static async Task<(string Hash, string Id)> AnnounceAsync(NodeProcess node, SoundTimePeer peer, string path)
    {
        var hash = (await Programs.HashAsync([path], Token)).Single();
        var connection = await peer.ConnectAsync(node, Token);
        await connection.AskAsync(new { CatalogSync = new[] { Music.Announcement(hash, new FileInfo(path).Length, "ogg", peer) } }, Token);
        var track = Assert.Single(await node.WaitForTracksAsync(1, Token));
        Assert.Equal(hash, track.GetProperty("hash").GetString());
        Assert.False(track.GetProperty("local").GetBoolean());
        return (hash, track.GetProperty("id").GetString()!);
    }
}
