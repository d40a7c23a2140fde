using SoundTime.Grains.Peers;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class FilterExchangeTests : IAsyncLifetime
{
    private static readonly BloomFilterData Good = new(new byte[] { 1, 2, 3, 4 }, 7, 32, new SipKey(1, 2), new SipKey(3, ulong.MaxValue), 5);

    /// <summary>Holds filters before their end is said.</summary>
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestPeer _peer;
    private PeerNode? _node;
    private bool _isHolding;

    public FilterExchangeTests() => _peer = new TestPeer(async (_, _, message) =>
    {
        if (message is BloomExchange && _isHolding)
        {
            await _taken.Task.WaitAsync(Cancellation);
        }
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _taken.TrySetResult();
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_peer_is_sent_the_filter_of_our_tracks_and_not_the_one_that_it_has()
    {
        await StartAsync();
        var sent = await Node.Link.SendFilterAsync(_peer.Id, 0, Cancellation);
        Assert.Equal(new SentFilter(PeerReply.Done, 2, null), sent);
        var filter = (await _peer.NextAsync<BloomExchange>()).Bloom;
        Assert.True(filter.IsConsistent);
        Assert.True(new BloomProbe(filter.FirstKey, filter.SecondKey, BloomTerms.Encode("bohemian")).IsIn(filter.Bitmap.Span, (int)filter.NumHashes));

        Assert.Equal(sent, await Node.Link.SendFilterAsync(_peer.Id, sent.Version, Cancellation));
        Assert.Equal(0, _peer.Waiting);
    }

    [Fact]
    public async Task A_track_that_is_imported_is_in_the_filter_and_one_that_is_gone_is_not()
    {
        await StartAsync();
        await Node.AddTrackAsync(Music.Bytes(9), out var path, "Zanzibar");
        Node.Service<OwnFilter>().NoteChange();
        await WhenMadeAsync(3);
        await Node.Catalogue.RemoveLocalFileAsync(path, Cancellation);
        Node.Time.Advance(OwnFilter.RemovalPause);

        // It may have looked before the track went, and wait only from now on.
        Node.Service<OwnFilter>().NoteChange();
        await WhenMadeAsync(4);
        Node.Time.Advance(TimeSpan.FromSeconds(1));
        await Node.Link.SendFilterAsync(_peer.Id, 3, Cancellation);
        var filter = (await _peer.NextAsync<BloomExchange>()).Bloom;
        Assert.False(new BloomProbe(filter.FirstKey, filter.SecondKey, BloomTerms.Encode("zanzibar")).IsIn(filter.Bitmap.Span, (int)filter.NumHashes));
    }

    [Fact]
    public async Task What_came_of_sending_is_answered()
    {
        await StartAsync();
        Assert.Equal((PeerReply.Unreachable, 0L), await Node.MoveClockUntilAsync(ReplyAsync(NodeId.Parse(new string('b', 64)))));
        await Node.BlockAsync(_peer.Id);
        Assert.Equal((PeerReply.BlockedHere, 0L), await ReplyAsync(_peer.Id));
        Assert.Equal(0, _peer.Waiting);
    }

    [Fact]
    public async Task Sixteen_are_sent_at_once_and_the_next_waits_for_five_seconds_alone()
    {
        await StartAsync();
        _isHolding = true;
        var sending = Enumerable.Range(0, 16).Select(_ => Node.Link.SendFilterAsync(_peer.Id, 0, Cancellation)).ToList();
        for (var count = 0; count < sending.Count; count++)
        {
            await _peer.NextAsync<BloomExchange>();
        }

        var late = Node.Link.SendFilterAsync(_peer.Id, 0, Cancellation);
        await Node.UntilAsync(() => Node.Time.HasTimerIn(TimeSpan.FromSeconds(5)));
        Node.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(PeerReply.NotAsked, (await late).Reply);
        _taken.SetResult();
        Assert.All(await Task.WhenAll(sending), sent => Assert.Equal(PeerReply.Done, sent.Reply));
    }

    [Fact]
    public async Task A_filter_of_a_peer_is_kept_and_bad_ones_that_follow_do_not_replace_it()
    {
        await StartAsync(hasGrains: true);
        var connection = await _peer.ConnectAsync(Node.Address);
        await TestPeer.SendAsync(connection, new BloomExchange(Good));
        await TestPeer.SendAsync(connection, Bad(bits: 0));
        await TestPeer.SendAsync(connection, Bad(bits: 8_000));

        var kept = Assert.IsType<PeerFilter>(await Node.Stores.Peers.FindFilterAsync(_peer.Id, Cancellation));
        Assert.Equal(Good.Bitmap.ToArray(), kept.Bitmap.ToArray());
        Assert.Equal([1, 2, 3, ulong.MaxValue], kept.Keys);
        Assert.Single(Node.Warnings, line => line.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_peer_that_sends_three_bad_filters_in_a_row_has_its_connection_closed()
    {
        await StartAsync(hasGrains: true);
        var connection = await _peer.ConnectAsync(Node.Address);
        await TestPeer.SendAsync(connection, Bad(bits: 0));
        await TestPeer.SendAsync(connection, Bad(hashes: uint.MaxValue));
        await Assert.ThrowsAnyAsync<IOException>(() => TestPeer.SendAsync(connection, Bad(hashes: 33)));

        Assert.Equal(PeerCloseCodes.BadMessage, (await connection.Closed.WaitAsync(Cancellation)).Code);
        Assert.Null(await Node.Stores.Peers.FindFilterAsync(_peer.Id, Cancellation));
    }

    /// <summary>A message that our own writer refuses to write.</summary>
    private static byte[] Bad(ulong bits = 32, uint hashes = 7)
    {
        var json = System.Text.Encoding.UTF8.GetBytes(
            "{\"BloomExchange\":{\"bloom\":{\"bitmap\":[1,2,3,4],\"num_hashes\":" + hashes + ",\"bitmap_bits\":" + bits + ",\"sip_keys\":[[1,2],[3,4]],\"item_count\":0}}}");
        return [.. TestPeer.Header((uint)json.Length), .. json];
    }

    private async Task<(PeerReply Reply, long Version)> ReplyAsync(NodeId peer)
    {
        var sent = await Node.Link.SendFilterAsync(peer, 0, Cancellation);
        return (sent.Reply, sent.Version);
    }

    private Task WhenMadeAsync(long version) => Node.UntilAsync(() => Node.Service<OwnFilter>().Version == version);

    private async Task StartAsync(bool hasGrains = false)
    {
        _node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = hasGrains });
        await Node.LearnAsync(_peer);
        await WhenMadeAsync(1);
        await Node.AddTrackAsync(Music.Bytes(1), "Bohemian Rhapsody");
        Node.Service<OwnFilter>().NoteChange();
        await WhenMadeAsync(2);
    }
}
