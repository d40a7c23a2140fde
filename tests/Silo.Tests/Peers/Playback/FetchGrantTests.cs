using System.Threading.Channels;
using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What the grain of a track answers to who wants to fetch it, and what the node makes of that.</summary>
public sealed class FetchGrantTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = Music.Bytes(300_000);
    private static readonly BlobHash Hash = Music.HashOf(Bytes);

    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync() => _node = await PeerNode.StartAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    [Theory]
    [InlineData(FetchVerdict.NoCopy, TrackContentFailure.NoCopy)]
    [InlineData(FetchVerdict.Blocked, TrackContentFailure.Blocked)]
    [InlineData(FetchVerdict.TakenOut, TrackContentFailure.TakenOut)]
    [InlineData(FetchVerdict.Dereferenced, TrackContentFailure.Dereferenced)]
    public async Task A_verdict_is_told_as_it_is_and_nothing_is_counted(FetchVerdict verdict, TrackContentFailure told)
    {
        Node.Grains.BeginFetch = _ => Task.FromResult(new FetchStart(verdict, []));

        var failure = await Assert.ThrowsAsync<TrackContentException>(() => Node.Fetches.OpenAsync(Hash, Cancellation));

        Assert.Equal(told, failure.Reason);
        await Node.Fetches.WhenIdleAsync(Cancellation);
        Assert.Equal([nameof(ITrackGrain.BeginFetchAsync)], Node.Grains.All.Where(call => call.Grain == Hash.ToString()).Select(call => call.Name));
    }

    [Fact]
    public async Task What_another_process_has_fetched_meanwhile_is_played_from_here()
    {
        Node.Grains.BeginFetch = async _ =>
        {
            using var blob = Node.Blobs.Begin(Hash, Bytes.Length);
            using var source = blob.BeginSource(isHeard: true);
            await source.WriteAsync(Bytes, Cancellation);
            await source.CompleteAsync(Cancellation);
            return new FetchStart(FetchVerdict.RunsElsewhere, []);
        };

        var opening = Node.Fetches.OpenAsync(Hash, Cancellation);
        await WaitForOtherAsync();
        await using var stream = await opening;

        Assert.True((await ReadAsync(stream)).AsSpan().SequenceEqual(Bytes));
    }

    [Fact]
    public async Task Where_another_process_has_failed_this_one_fetches()
    {
        await using var peer = TestPeer.Sending(Bytes);
        await Node.LearnAsync(peer, Hash, Bytes.Length);
        var list = Node.Grains.BeginFetch;
        var asked = 0;
        Node.Grains.BeginFetch = hash => asked++ < 3 ? Task.FromResult(new FetchStart(FetchVerdict.RunsElsewhere, [])) : list(hash);

        var opening = Node.Fetches.OpenAsync(Hash, Cancellation);
        for (var answer = 0; answer < 3; answer++)
        {
            await WaitForOtherAsync();
        }

        await using var stream = await opening;

        Assert.True((await ReadAsync(stream)).AsSpan().SequenceEqual(Bytes));
        Assert.Single(Node.Grains.All.Where(call => call.Name == nameof(ITrackGrain.BeginFetchAsync)).Select(call => call.Argument).Distinct());
    }

    [Fact]
    public async Task Another_process_is_not_waited_for_without_end()
    {
        Node.Grains.BeginFetch = _ => Task.FromResult(new FetchStart(FetchVerdict.RunsElsewhere, []));

        var failing = Assert.ThrowsAsync<TrackContentException>(() => Node.Fetches.OpenAsync(Hash, Cancellation));
        for (var waited = TimeSpan.Zero; waited < TrackLimits.FetchHold + TimeSpan.FromSeconds(15); waited += TimeSpan.FromSeconds(1))
        {
            await WaitForOtherAsync();
        }

        Assert.Equal(TrackContentFailure.Busy, (await failing).Reason);
    }

    [Fact]
    public async Task A_store_that_the_grain_cannot_read_is_an_error_and_not_an_unknown_track()
    {
        Node.Grains.BeginFetch = _ => throw new IOException("The store fails because the test says so.");

        await Assert.ThrowsAsync<IOException>(() => Node.Fetches.OpenAsync(Hash, Cancellation));
    }

    [Fact]
    public async Task The_right_to_fetch_is_renewed_while_the_track_comes()
    {
        const int Piece = 100_000;
        var pieces = Channel.CreateUnbounded<int>();
        await using var peer = new TestPeer(async (_, stream, _) =>
        {
            await stream.WriteAsync(TestPeer.Header((uint)Bytes.Length), Cancellation);
            await foreach (var position in pieces.Reader.ReadAllAsync(Cancellation))
            {
                await stream.WriteAsync(Bytes.AsMemory(position, Piece), Cancellation);
            }
        });
        await Node.LearnAsync(peer, Hash, Bytes.Length);
        await using var stream = await Node.Fetches.OpenAsync(Hash, Cancellation);

        for (var position = 0; position < Bytes.Length; position += Piece)
        {
            Node.Time.Advance(TimeSpan.FromSeconds(9));
            await pieces.Writer.WriteAsync(position, Cancellation);
            await stream.ReadExactlyAsync(new byte[Piece - 1], Cancellation);
        }

        var begun = Node.Grains.All.First(call => call.Name == nameof(ITrackGrain.BeginFetchAsync));
        Assert.Equal(begun with { Name = nameof(ITrackGrain.RenewFetchAsync) }, await Node.Grains.NextAsync(nameof(ITrackGrain.RenewFetchAsync)));
        pieces.Writer.Complete();
    }

    /// <summary>Has the second pass after which the grain is asked again. Meanwhile the clock stands still: neither the grain nor a peer is waited for in vain.</summary>
    private async Task WaitForOtherAsync()
    {
        await Node.WhenTimerIsSetAsync(within: TimeSpan.FromSeconds(1));
        Node.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }
}
