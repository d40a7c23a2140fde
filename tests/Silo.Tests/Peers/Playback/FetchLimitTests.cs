using System.Collections.Concurrent;
using System.Threading.Channels;
using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Blobs;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>As many fetches as may run at once, from a peer that sends a byte of each when it is told to.</summary>
public sealed class FetchLimitTests : IAsyncLifetime
{
    private const int Length = 100;

    private readonly TestPeer _peer;
    private readonly ConcurrentBag<Channel<int>> _answers = [];
    private readonly List<Stream> _running = [];
    private PeerNode? _node;

    public FetchLimitTests() => _peer = new TestPeer(async (_, stream, _) =>
    {
        var bytes = Channel.CreateUnbounded<int>();
        _answers.Add(bytes);
        await stream.WriteAsync(TestPeer.Header(Length), Cancellation);
        await foreach (var count in bytes.Reader.ReadAllAsync(Cancellation))
        {
            await stream.WriteAsync(new byte[count], Cancellation);
        }
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        for (byte i = 0; i <= TrackFetches.MaxFetches; i++)
        {
            await Node.LearnAsync(_peer, HashOf(i), Length);
        }

        for (byte i = 0; i < TrackFetches.MaxFetches; i++)
        {
            _running.Add(await Node.Fetches.OpenAsync(HashOf(i), Cancellation));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var answer in _answers)
        {
            answer.Writer.TryComplete();
        }

        await Node.Fetches.WhenIdleAsync(Cancellation);
        _running.ForEach(stream => stream.Dispose());
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task One_fetch_too_many_begins_when_another_has_ended()
    {
        var waiting = Node.Fetches.OpenAsync(HashOf(TrackFetches.MaxFetches), Cancellation);
        Assert.Equal(TrackFetches.MaxFetches, _answers.Count);

        Assert.True(_answers.TryTake(out var answer));
        answer.Writer.Complete();

        _running.Add(await waiting);
    }

    [Fact]
    public async Task One_fetch_too_many_is_refused_after_a_while_and_harms_none_that_runs()
    {
        var waiting = Node.Fetches.OpenAsync(HashOf(TrackFetches.MaxFetches), Cancellation);
        for (var second = 0; second < 60 && !waiting.IsCompleted; second++)
        {
            Node.Time.Advance(TimeSpan.FromSeconds(1));
            await SendAndReadOneByteOfEachAsync();
        }

        var failure = await Assert.ThrowsAsync<TrackContentException>(() => waiting);

        Assert.Equal(TrackContentFailure.Busy, failure.Reason);
        await SendAndReadOneByteOfEachAsync();
    }

    [Fact]
    public async Task One_fetch_too_many_that_nobody_listens_to_is_given_up_and_says_nothing_against_the_track()
    {
        for (var number = 0; number <= TrackFetches.MaxUnheard; number++)
        {
            await _running[number].DisposeAsync();
        }

        var ended = await Node.Grains.NextAsync(nameof(ITrackGrain.EndFetchAsync));

        Assert.Equal(new NotedCall(HashOf(TrackFetches.MaxUnheard).ToString(), ended.Name, new FetchEnd(FetchOutcome.Abandoned, null, 0, 0, null)), ended);
        _running.RemoveRange(0, TrackFetches.MaxUnheard + 1);
        await SendAndReadOneByteOfEachAsync();
    }

    private async Task SendAndReadOneByteOfEachAsync()
    {
        foreach (var answer in _answers)
        {
            answer.Writer.TryWrite(1);
        }

        foreach (var stream in _running)
        {
            await stream.ReadExactlyAsync(new byte[1], Cancellation);
        }
    }

    private static BlobHash HashOf(int number) => Music.HashOf(BitConverter.GetBytes(number));
}
