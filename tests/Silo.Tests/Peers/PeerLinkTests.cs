using SoundTime.Grains.Peers;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What grains have the node do, but for the sending of our tracks.</summary>
public sealed class PeerLinkTests : IAsyncLifetime
{
    private readonly TestPeer _peer;
    private Func<Message, Message?> _answer = _ => null;
    private PeerNode? _node;

    public PeerLinkTests() => _peer = new TestPeer(async (_, stream, message) =>
    {
        if (_answer(message) is { } answer)
        {
            await stream.WriteAsync(Frame.Encode(answer), Cancellation);
        }
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await Node.LearnAsync(_peer);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_pong_is_believed_for_its_numbers_and_its_sender_is_whose_key_it_is_whoever_it_says_to_be()
    {
        _peer.Pong = new Pong(new string('f', 64), 42, new string('9', 50));

        Assert.Equal(new PingResult(PeerReply.Done, 42, new string('9', 50), null), await Node.Link.PingAsync(_peer.Id, Cancellation));

        _peer.Pong = new Pong(_peer.Id.ToString(), ulong.MaxValue, new string('9', 200));
        var huge = await Node.Link.PingAsync(_peer.Id, Cancellation);
        Assert.Equal((long.MaxValue, PeerRecord.MaxVersionLength), (huge.TrackCount, huge.Version!.Length));
    }

    [Fact]
    public async Task A_ping_that_fails_says_how()
    {
        var nowhere = NodeId.Parse(new string('b', 64));
        Assert.Equal(PeerReply.Unreachable, (await Node.Link.PingAsync(nowhere, Cancellation)).Reply);

        _peer.Pong = null;
        Assert.Equal(PeerReply.BadAnswer, (await Node.Link.PingAsync(_peer.Id, Cancellation)).Reply);

        await using var silent = new TestPeer(accept: _ => new TaskCompletionSource().Task);
        await Node.LearnAsync(silent);
        Assert.Equal(PeerReply.TimedOut, (await Node.MoveClockUntilAsync(Node.Link.PingAsync(silent.Id, Cancellation))).Reply);

        await using var hostile = new TestPeer(accept: connection => connection.CloseAsync(PeerCloseCodes.Blocked, "blocked"));
        await Node.LearnAsync(hostile);
        Assert.Equal(PeerReply.BlockedThere, (await Node.Link.PingAsync(hostile.Id, Cancellation)).Reply);
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_peer_that_is_blocked_or_may_be()
    {
        var entry = (await Node.Stores.Blocks.AddAsync(new BlockRequest(_peer.Id.ToString(), null), Cancellation))!;
        await AssertNothingIsAskedAsync();

        await Node.Stores.Blocks.RemoveAsync(entry.Id, Cancellation);
        Assert.Equal(PeerReply.Done, (await Node.Link.PingAsync(_peer.Id, Cancellation)).Reply);

        await Node.BreakBlockListAsync();
        _peer.Accepted.Clear();
        await _peer.NextAsync<Ping>();
        await AssertNothingIsAskedAsync();
    }

    [Fact]
    public async Task A_call_that_is_given_up_answers_that_nothing_was_asked()
    {
        var never = new TaskCompletionSource();
        await using var silent = new TestPeer(accept: _ => never.Task);
        await Node.LearnAsync(silent);
        using var stop = new CancellationTokenSource();

        var asking = Node.Link.PingAsync(silent.Id, stop.Token);
        await Node.UntilAsync(() => !silent.Accepted.IsEmpty);
        await stop.CancelAsync();

        Assert.Equal(PeerReply.NotAsked, (await asking).Reply);
    }

    [Fact]
    public async Task A_catalogue_is_asked_for()
    {
        Assert.Equal(PeerReply.Done, await Node.Link.RequestCatalogueAsync(_peer.Id, Cancellation));

        await _peer.NextAsync<RequestCatalog>();
    }

    [Fact]
    public async Task In_an_exchange_the_peer_is_told_of_all_that_are_online_but_itself_and_the_blocked()
    {
        await using var online = new TestPeer();
        await using var blocked = new TestPeer();
        await Node.LearnAsync(online);
        await Node.LearnAsync(blocked);
        await Node.BlockAsync(blocked.Id);
        _answer = _ => new PeerExchange([new string('c', 64)]);

        var exchanged = await Node.Link.ExchangePeersAsync(_peer.Id, Cancellation);

        Assert.Equal((PeerReply.Done, new string('c', 64)), (exchanged.Reply, Assert.Single(exchanged.Ids)));
        Assert.Equal([online.Id.ToString()], (await _peer.NextAsync<PeerExchange>()).Peers);
    }

    [Fact]
    public async Task No_more_than_a_thousand_peers_are_told()
    {
        for (var i = 0; i <= WireLimits.MaxPeers; i++)
        {
            await Node.LearnAsync(new PeerRecord { Id = NodeId.Parse($"{i:x64}"), AddedAt = Node.Time.GetUtcNow(), IsOnline = true });
        }

        _answer = _ => new PeerExchange([]);
        Assert.Equal(PeerReply.Done, (await Node.Link.ExchangePeersAsync(_peer.Id, Cancellation)).Reply);

        Assert.Equal(WireLimits.MaxPeers, (await _peer.NextAsync<PeerExchange>()).Peers.Count);
    }

    [Fact]
    public async Task An_exchange_that_is_answered_with_something_else_or_a_hundred_thousand_ids_is_a_bad_answer()
    {
        _answer = _ => new Pong(_peer.Id.ToString(), 1, null);
        Assert.Equal(PeerReply.BadAnswer, (await Node.Link.ExchangePeersAsync(_peer.Id, Cancellation)).Reply);

        await using var verbose = new TestPeer(async (_, stream, _) =>
        {
            var ids = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i:x64}\""));
            var json = System.Text.Encoding.UTF8.GetBytes($"{{\"PeerExchange\":{{\"peers\":[{ids}]}}}}");
            await stream.WriteAsync(TestPeer.Header((uint)json.Length), Cancellation);
            await stream.WriteAsync(json, Cancellation);
        });
        await Node.LearnAsync(verbose);
        Assert.Equal(PeerReply.BadAnswer, (await Node.Link.ExchangePeersAsync(verbose.Id, Cancellation)).Reply);
    }

    private async Task AssertNothingIsAskedAsync()
    {
        Assert.Equal(PeerReply.BlockedHere, (await Node.Link.PingAsync(_peer.Id, Cancellation)).Reply);
        Assert.Equal(PeerReply.BlockedHere, await Node.Link.RequestCatalogueAsync(_peer.Id, Cancellation));
        Assert.Equal(0, _peer.Waiting);
        Assert.Empty(_peer.Accepted);
    }
}
