using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Covers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class CoverFetchTests : IAsyncLifetime
{
    private static readonly byte[] Image = [0xFF, 0xD8, 0xFF, .. Music.Bytes(300_000)];
    private static readonly BlobHash Hash = Music.HashOf(Image);

    private readonly ListedCovers _covers = new();
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync() => _node = await PeerNode.StartAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    [Fact]
    public async Task A_cover_is_fetched_once_for_all_albums_that_want_it_and_written_for_each()
    {
        await using var peer = await HolderAsync(TestPeer.Sending(Image));
        var albums = new[] { _covers.Want(Hash, title: "One"), _covers.Want(Hash, title: "Two"), _covers.Want(Hash, title: "Three") };

        await RunAsync();

        Assert.All(albums, album => Assert.Equal(Image, ReadFile(album)));
        Assert.Equal("Artist/Two/cover.jpg", _covers.Files[albums[1].AlbumId]);
        Assert.True(Node.Blobs.Contains(Hash));
        await peer.NextAsync<FetchTrack>();
        Assert.Equal(0, peer.Waiting);
    }

    [Fact]
    public async Task A_cover_that_is_here_already_is_written_without_asking_anybody()
    {
        await Node.Blobs.AddAsync(new MemoryStream(Image), Image.Length, Cancellation);
        var album = _covers.Want(Hash);

        await RunAsync();

        Assert.Equal(Image, ReadFile(album));
    }

    public static TheoryData<string, byte[]> OtherContents => new()
    {
        { "a zip", [(byte)'P', (byte)'K', 3, 4, .. Music.Bytes(100_000)] },
        { "HTML", [.. "<!DOCTYPE html><script>alert(1)</script>"u8] },
        { "SVG, which can carry scripts", [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8] },
        { "three bytes", [1, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(OtherContents))]
    public async Task What_is_no_image_is_dropped_for_good_and_does_not_become_a_blob(string what, byte[] content)
    {
        await using var peer = await HolderAsync(TestPeer.Sending(content));
        var album = _covers.Want(Music.HashOf(content));

        await RunAsync();

        Assert.True(_covers.NextTries.ContainsKey(album.AlbumId), what);
        Assert.Null(_covers.NextTries[album.AlbumId]);
        AssertNothingKept();
    }

    [Fact]
    public async Task A_track_that_is_named_as_a_cover_is_not_taken_for_one_and_stays()
    {
        var track = Music.Wave(seed: 1);
        var hash = await Node.Blobs.AddAsync(new MemoryStream(track), track.Length, Cancellation);
        var album = _covers.Want(hash);

        await RunAsync();

        Assert.Null(_covers.NextTries[album.AlbumId]);
        Assert.True(Node.Blobs.Contains(hash));
    }

    public static TheoryData<string, byte[], int> WrongAnswers => new()
    {
        { "another image", [0xFF, 0xD8, 0xFF, .. Music.Bytes(300_000, seed: 2)], Image.Length },
        { "no image, under a false name", Music.Bytes(Image.Length), Image.Length },
        { "too few bytes", Image[..^1], Image.Length },
        { "too many bytes", [.. Image, 0], Image.Length },
        { "nothing, which says that it has none", [], 0 },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task Wrong_bytes_are_not_kept_and_the_next_holder_is_asked(string what, byte[] sent, int length)
    {
        await using var wrong = await HolderAsync(TestPeer.Sending(sent, length));
        await using var right = await HolderAsync(TestPeer.Sending(Image));
        var album = _covers.Want(Hash);

        await RunAsync();

        await wrong.NextAsync<FetchTrack>();
        Assert.True(_covers.Files.ContainsKey(album.AlbumId), what);
        Assert.Equal(Image, ReadFile(album));
    }

    [Fact]
    public async Task Wrong_bytes_alone_leave_nothing_and_are_asked_for_again_later()
    {
        await using var peer = await HolderAsync(TestPeer.Sending(Music.Bytes(Image.Length), Image.Length));
        var album = _covers.Want(Hash);

        await RunAsync();

        Assert.Equal(Node.Time.GetUtcNow() + TimeSpan.FromMinutes(1), _covers.NextTries[album.AlbumId]);
        AssertNothingKept();
    }

    [Fact]
    public async Task A_cover_of_eleven_mebibytes_is_refused_by_its_length()
    {
        var given = new TaskCompletionSource();
        await using var peer = await HolderAsync(new TestPeer(async (_, stream, _) =>
        {
            try
            {
                // The other side may have given up the stream before this first write has returned.
                await stream.WriteAsync(TestPeer.Header(11 << 20), Cancellation);

                // More than the windows hold: this ends only when the other side gives up the stream.
                await stream.WriteAsync(new byte[11 << 20], Cancellation);
                given.SetResult();
            }
            catch (Exception exception)
            {
                // Whatever it is: the test waits for it.
                given.SetException(exception);
                throw;
            }
        }));
        var album = _covers.Want(Hash);

        await RunAsync();

        await Assert.ThrowsAsync<IrohStreamException>(() => given.Task);
        Assert.NotNull(_covers.NextTries[album.AlbumId]);
        AssertNothingKept();
    }

    [Fact]
    public async Task A_peer_that_never_sends_the_cover_is_given_up_in_time_and_not_asked_for_its_other_covers()
    {
        var gate = new TaskCompletionSource();
        await using var peer = await HolderAsync(new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Image.Length), Cancellation);
            await stream.WriteAsync(Image.AsMemory(0, 1000), Cancellation);
            await gate.Task;
        }));
        var albums = Enumerable.Range(0, 20).Select(i => _covers.Want(Music.HashOf([(byte)i]), title: $"Album {i}")).ToList();

        var running = RunAndTellAsync();
        for (var i = 0; i < CoverFetches.MaxAtOnce; i++)
        {
            await peer.NextAsync<FetchTrack>();
        }

        await Node.MoveClockUntilAsync(running);
        gate.SetResult();

        Assert.All(albums, album => Assert.NotNull(_covers.NextTries[album.AlbumId]));
        AssertNothingKept();
        Assert.Equal(0, peer.Waiting);
    }

    [Fact]
    public async Task Two_covers_at_most_are_fetched_at_once()
    {
        var running = 0;
        var counts = new ConcurrentBag<int>();
        var both = new TaskCompletionSource();
        await using var peer = await HolderAsync(new TestPeer(async (_, stream, _) =>
        {
            counts.Add(Interlocked.Increment(ref running));
            if (counts.Count >= CoverFetches.MaxAtOnce)
            {
                both.TrySetResult();
            }

            await both.Task;
            Interlocked.Decrement(ref running);
            await stream.WriteAsync(TestPeer.Header(1), Cancellation);
            await stream.WriteAsync(new byte[1], Cancellation);
        }));
        for (var i = 0; i < 10; i++)
        {
            _covers.Want(Music.HashOf([(byte)i]), title: $"Album {i}");
        }

        await RunAsync();

        Assert.Equal(CoverFetches.MaxAtOnce, counts.Max());
    }

    [Fact]
    public async Task No_more_than_four_holders_are_asked_in_one_try_and_others_in_the_next()
    {
        var peers = new List<TestPeer>();
        for (var i = 0; i < 6; i++)
        {
            peers.Add(await HolderAsync(TestPeer.Sending([], length: 0)));
        }

        var album = _covers.Want(Hash);
        await RunAsync();
        Assert.Equal([1, 1, 1, 1, 0, 0], peers.Select(peer => peer.Waiting));
        Node.Time.Advance(TimeSpan.FromMinutes(1));

        await RunAsync();

        Assert.Equal([2, 2, 1, 1, 1, 1], peers.Select(peer => peer.Waiting));
        Assert.Equal(Node.Time.GetUtcNow() + TimeSpan.FromMinutes(4), _covers.NextTries[album.AlbumId]);
        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_tried_again_later_and_the_blob_stays()
    {
        await using var peer = await HolderAsync(TestPeer.Sending(Image));
        await File.WriteAllTextAsync(Path.Combine(Node.Folder, CoverFolder.Name), "a file where the folder should be", Cancellation);
        var album = _covers.Want(Hash);

        await RunAsync();

        Assert.NotNull(_covers.NextTries[album.AlbumId]);
        Assert.True(Node.Blobs.Contains(Hash));
        Assert.Empty(_covers.Files);
    }

    [Fact]
    public async Task What_is_wanted_is_looked_up_at_the_start_and_every_half_minute()
    {
        using var fetches = Fetches();
        await fetches.StartAsync(Cancellation);
        await Node.UntilAsync(() => Node.Time.HasTimerIn(CoverFetches.Interval) && _covers.Listings == 1);
        var album = _covers.Want(await Node.Blobs.AddAsync(new MemoryStream(Image), Image.Length, Cancellation));

        Node.Time.Advance(CoverFetches.Interval);

        await Node.UntilAsync(() => _covers.Files.ContainsKey(album.AlbumId));
        await fetches.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_cover_that_does_not_come_because_the_node_stops_is_no_try_in_vain()
    {
        var gate = new TaskCompletionSource();
        await using var peer = await HolderAsync(new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Image.Length), Cancellation);
            await gate.Task;
        }));
        _covers.Want(Hash);
        using var fetches = Fetches();
        await fetches.StartAsync(Cancellation);
        await peer.NextAsync<FetchTrack>();

        // As a host does it: all parts at once, before it ends the others.
        await Task.WhenAll(fetches.StoppingAsync(Cancellation), Node.Service<PeerConnections>().StoppingAsync(Cancellation));
        gate.SetResult();

        Assert.True(fetches.ExecuteTask!.IsCanceled);
        Assert.Empty(_covers.NextTries);
        AssertNothingKept();
    }

    private CoverFetches Fetches() => new(
        _covers,
        new CoverDownload(_covers, Node.Blobs, Node.Client, Node.Time, NullLogger<CoverDownload>.Instance),
        new CoverFolder(Node.Folder),
        Node.Blobs,
        Node.Time,
        NullLogger<CoverFetches>.Instance);

    private async Task RunAsync()
    {
        using var fetches = Fetches();
        await fetches.RunOnceAsync(Cancellation);
    }

    private async Task<bool> RunAndTellAsync()
    {
        await RunAsync();
        return true;
    }

    private async Task<TestPeer> HolderAsync(TestPeer peer)
    {
        await Node.LearnAsync(peer, Music.HashOf(peer.Id.ToArray()), 1);
        _covers.Holders.Add(peer.Id);
        return peer;
    }

    private byte[] ReadFile(WantedCover album) => File.ReadAllBytes(Path.Combine(Node.Folder, CoverFolder.Name, _covers.Files[album.AlbumId]));

    private void AssertNothingKept()
    {
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Node.Folder, "blobs"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(Node.Folder, CoverFolder.Name)));
    }
}
