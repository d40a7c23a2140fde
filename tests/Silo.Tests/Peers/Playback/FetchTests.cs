using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class FetchTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = Music.Bytes(2_500_000);
    private static readonly BlobHash Hash = Music.HashOf(Bytes);

    private const string Ended = nameof(ITrackGrain.EndFetchAsync);
    private const string Failed = nameof(ITrackGrain.CopyFailedAsync);

    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync() => _node = await PeerNode.StartAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    [Fact]
    public async Task A_track_of_a_peer_is_played_with_its_true_length_and_kept()
    {
        await using var peer = TestPeer.Sending(Bytes);
        await Node.LearnAsync(peer, Hash, Bytes.Length);

        await using var stream = await Node.Fetches.OpenAsync(Hash, Cancellation);

        Assert.Equal(Bytes.Length, stream.Length);
        Assert.True((await ReadAsync(stream)).AsSpan().SequenceEqual(Bytes));
        Assert.True(Node.Blobs.Contains(Hash));
        var end = Assert.IsType<FetchEnd>((await Node.Grains.NextAsync(Ended)).Argument);
        Assert.Equal((FetchOutcome.Delivered, peer.Id.ToString(), Bytes.Length), (end.Outcome, end.Peer, end.Bytes));
        Assert.DoesNotContain(Node.Grains.All, call => call.Name == Failed);
    }

    public static TheoryData<string, byte[], int> WrongAnswers => new()
    {
        { "other bytes", Music.Bytes(Bytes.Length, seed: 2), Bytes.Length },
        { "too few bytes", Bytes[..^1], Bytes.Length },
        { "too many bytes", [.. Bytes, 0], Bytes.Length },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task Wrong_bytes_are_never_heard_to_their_end_nor_kept_and_the_peer_is_named(string what, byte[] sent, int length)
    {
        var listening = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)length), Cancellation);
            await listening.Task;
            await stream.WriteAsync(sent, Cancellation);
        });
        await Node.LearnAsync(peer, Hash, Bytes.Length);

        await using var stream = await Node.Fetches.OpenAsync(Hash, Cancellation);
        listening.SetResult();
        var (heard, failure) = await ReadUntilFailureAsync(stream);

        Assert.True(heard < length, what);
        Assert.IsAssignableFrom<IOException>(failure);
        await WhenFetchEndsAsync();
        Assert.Empty(FilesOfBlobs());
        Assert.Contains(Node.Warnings, line => line.Contains($"Node {peer.Id.ShortText} sent wrong bytes", StringComparison.Ordinal));
        await AssertWrongBytesAsync(peer);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_length_that_contradicts_the_announcement_is_not_believed(int more)
    {
        await using var peer = TestPeer.Sending(Bytes, Bytes.Length + more);
        await Node.LearnAsync(peer, Hash, Bytes.Length);

        var exception = await Assert.ThrowsAsync<TrackContentException>(() => Node.Fetches.OpenAsync(Hash, Cancellation));

        Assert.Equal(TrackContentFailure.Refused, exception.Reason);
        await WhenFetchEndsAsync();
        Assert.Empty(FilesOfBlobs());
        await AssertWrongBytesAsync(peer);
    }

    [Fact]
    public async Task A_peer_that_dies_in_the_middle_ends_the_stream_short_and_nothing_is_kept()
    {
        var listening = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
            await stream.WriteAsync(Bytes.AsMemory(0, 1_000_000), Cancellation);
            await listening.Task;
            stream.AbortWrite(5);
        });
        await Node.LearnAsync(peer, Hash, Bytes.Length);

        await using var stream = await Node.Fetches.OpenAsync(Hash, Cancellation);
        listening.SetResult();
        var (heard, _) = await ReadUntilFailureAsync(stream);

        Assert.True(heard <= 1_000_000);
        await WhenFetchEndsAsync();
        Assert.Empty(FilesOfBlobs());
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_given_up()
    {
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
            await gate.Task;
        });
        await Node.LearnAsync(peer, Hash, Bytes.Length);
        await using var stream = await Node.Fetches.OpenAsync(Hash, Cancellation);

        var reading = ReadUntilFailureAsync(stream);

        Assert.Equal(0, (await Node.MoveClockUntilAsync(reading)).Heard);
        gate.SetResult();
    }

    [Fact]
    public async Task A_hundred_listeners_of_one_track_are_served_by_one_fetch_and_one_that_leaves_harms_none()
    {
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
            await stream.WriteAsync(Bytes.AsMemory(0, 500_000), Cancellation);
            await gate.Task;
            await stream.WriteAsync(Bytes.AsMemory(500_000), Cancellation);
        });
        await Node.LearnAsync(peer, Hash, Bytes.Length);

        var listeners = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Node.Fetches.OpenAsync(Hash, Cancellation)));
        await listeners[0].ReadExactlyAsync(new byte[1000], Cancellation);
        await listeners[0].DisposeAsync();
        gate.SetResult();

        foreach (var listener in listeners.Skip(1))
        {
            Assert.True((await ReadAsync(listener)).AsSpan().SequenceEqual(Bytes));
            await listener.DisposeAsync();
        }

        await peer.NextAsync<FetchTrack>();
        Assert.Equal(0, peer.Waiting);
    }

    [Fact]
    public async Task A_track_does_not_wait_for_another_at_a_peer_that_handles_the_streams_of_a_connection_one_by_one()
    {
        var other = Music.Bytes(100_000, seed: 3);
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, message) =>
        {
            var isFirst = message is FetchTrack { Hash: var asked } && asked == Hash.ToString();
            var bytes = isFirst ? Bytes : other;
            await stream.WriteAsync(TestPeer.Header((uint)bytes.Length), Cancellation);
            if (isFirst)
            {
                await gate.Task;
            }

            await stream.WriteAsync(bytes, Cancellation);
        })
        { IsOneByOne = true };
        await Node.LearnAsync(peer, Hash, Bytes.Length);
        await Node.LearnAsync(peer, Music.HashOf(other), other.Length);
        await using var first = await Node.Fetches.OpenAsync(Hash, Cancellation);

        await using var second = await Node.Fetches.OpenAsync(Music.HashOf(other), Cancellation);

        Assert.True((await ReadAsync(second)).AsSpan().SequenceEqual(other));
        gate.SetResult();
        Assert.True((await ReadAsync(first)).AsSpan().SequenceEqual(Bytes));
    }

    [Fact]
    public async Task A_fetch_goes_on_when_its_only_listener_has_left()
    {
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
            await gate.Task;
            await stream.WriteAsync(Bytes, Cancellation);
        });
        await Node.LearnAsync(peer, Hash, Bytes.Length);

        await (await Node.Fetches.OpenAsync(Hash, Cancellation)).DisposeAsync();
        gate.SetResult();
        await WhenFetchEndsAsync();

        Assert.True(Node.Blobs.Contains(Hash));
    }

    [Fact]
    public async Task A_peer_that_does_not_have_it_any_more_is_passed_over_for_the_next_and_its_copy_goes()
    {
        await using var without = TestPeer.Sending([], length: 0);
        await using var with = TestPeer.Sending(Bytes);
        await Node.LearnAsync(without, Hash, Bytes.Length);
        await Node.LearnAsync(with, Hash, Bytes.Length);

        await using var stream = await Node.Fetches.OpenAsync(Hash, Cancellation);

        Assert.True((await ReadAsync(stream)).AsSpan().SequenceEqual(Bytes));
        Assert.Equal(with.Id, Assert.Single(await Node.Catalogue.ListCopiesAsync(Hash, Cancellation)).Peer);
    }

    [Fact]
    public async Task Why_a_track_cannot_be_had_is_told_truly()
    {
        Assert.Equal(TrackContentFailure.NoCopy, (await WhyNotAsync()).Reason);

        await using (var without = TestPeer.Sending([], length: 0))
        {
            await Node.LearnAsync(without, Hash, Bytes.Length);
            Assert.Equal(TrackContentFailure.Refused, (await WhyNotAsync()).Reason);
            await Node.LearnAsync(without, Hash, Bytes.Length);
        }

        // Nobody answers at its address any more.
        Assert.Equal(TrackContentFailure.PeersUnreachable, (await Node.MoveClockUntilAsync(WhyNotAsync())).Reason);

        async Task<TrackContentException> WhyNotAsync()
        {
            await WhenFetchEndsAsync();
            return await Assert.ThrowsAsync<TrackContentException>(() => Node.Fetches.OpenAsync(Hash, Cancellation));
        }
    }

    [Fact]
    public async Task A_disk_that_fills_up_in_the_middle_keeps_nothing_half_written_and_the_node_goes_on()
    {
        using var disk = new TinyDisk("size=3m");
        await using var node = await PeerNode.StartAsync(new PeerNodeSetup { BlobFolder = disk.Path });
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
            await gate.Task;
            await stream.WriteAsync(Bytes, Cancellation);
        });
        await node.LearnAsync(peer, Hash, Bytes.Length);
        await using (var stream = await node.Fetches.OpenAsync(Hash, Cancellation))
        {
            disk.Fill("filler", 2 << 20);
            gate.SetResult();
            var (_, failure) = await ReadUntilFailureAsync(stream);
            Assert.Equal(BlobFailure.DiskFull, Assert.IsType<BlobException>(failure.InnerException).Reason);
        }

        Assert.Equal(new FetchEnd(FetchOutcome.Abandoned, null, 0, 0, null), (await node.Grains.NextAsync(Ended)).Argument);
        Assert.DoesNotContain(node.Grains.All, call => call.Name == Failed);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(disk.Path, "incoming")));
        var tooLarge = await Assert.ThrowsAsync<BlobException>(() => OpenAgainAsync(node));
        Assert.Equal(BlobFailure.DiskFull, tooLarge.Reason);
        disk.Remove("filler");
        await using var again = await OpenAgainAsync(node);
        Assert.True((await ReadAsync(again)).AsSpan().SequenceEqual(Bytes));
    }

    private async Task AssertWrongBytesAsync(TestPeer peer)
    {
        Assert.Equal(new FailedCopy(peer.Id.ToString(), CopyFailure.WrongBytes), (await Node.Grains.NextAsync(Failed)).Argument);
        Assert.Equal(new FetchEnd(FetchOutcome.NoneDelivered, null, 0, 0, CopyFailure.WrongBytes), (await Node.Grains.NextAsync(Ended)).Argument);
    }

    private Task WhenFetchEndsAsync() => Node.Fetches.WhenIdleAsync(Cancellation);

    private static async Task<Stream> OpenAgainAsync(PeerNode node)
    {
        await node.Fetches.WhenIdleAsync(Cancellation);
        return await node.Fetches.OpenAsync(Hash, Cancellation);
    }

    private IEnumerable<string> FilesOfBlobs() => Directory.EnumerateFiles(Path.Combine(Node.Folder, "blobs"), "*", SearchOption.AllDirectories);

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }

    private static async Task<(long Heard, IOException Failure)> ReadUntilFailureAsync(Stream stream)
    {
        var buffer = new byte[64 << 10];
        long heard = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer, Cancellation);
                Assert.NotEqual(0, read);
                heard += read;
            }
        }
        catch (IOException failure)
        {
            return (heard, failure);
        }
    }
}
