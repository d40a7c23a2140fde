using System.Security.Cryptography;
using SoundTime.Iroh.Relays;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>Datagrams through relays that do what they should.</summary>
public sealed class RelayTransportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly ManualTime _time = new();

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Datagrams_reach_a_node_at_the_same_relay_and_their_answers_come_back()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var a = new RelayedNode(relay);
        await using var b = new RelayedNode(relay);
        await b.UntilHomeIs(relay);
        a.Send(relay.Url, b.Id, [1, 2, 3]);
        await b.UntilReceived(1);
        Assert.Equal(a.Id, b.Received[0].From);
        Assert.Equal([1, 2, 3], b.Received[0].Bytes);
        b.Send(relay.Url, a.Id, [4]);
        await a.UntilReceived(1);
        Assert.Equal(b.Id, a.Received[0].From);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_batch_arrives_as_the_datagrams_it_was_made_of_in_frames_within_the_cap()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var a = new RelayedNode(relay);
        await using var b = new RelayedNode(relay);
        await a.UntilHomeIs(relay);
        await b.UntilHomeIs(relay);
        var batch = RandomNumberGenerator.GetBytes((100 * 1200) + 7);
        a.Send(relay.Url, b.Id, batch, 1200);
        await b.UntilReceived(101);
        Assert.Equal(batch, b.Received.SelectMany(datagram => datagram.Bytes));
        Assert.All(b.Received.SkipLast(1), datagram => Assert.Equal(1200, datagram.Bytes.Length));
        var frames = relay.Visits.Single(visit => visit.Client == a.Id).Frames.Where(frame => frame[0] == (byte)RelayFrameType.ClientToRelayDatagramBatch);
        Assert.All(frames, frame => Assert.InRange(frame.Length, 1, RelayLimits.MaxSentFrame));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_is_asked_in_the_words_that_all_versions_understand()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode([new RelayServer(RelayUrl.Parse($"{relay.Url}old/path?eu"), "secret")]);
        await Waiting.UntilAsync(() => node.Transport.Home is not null, Token);
        var (target, headers) = Assert.Single(relay.Requests);
        Assert.Equal("/relay?eu", target);
        Assert.Equal("iroh-relay-v2, iroh-relay-v1", Assert.Single(headers.SecWebSocketProtocol));
        Assert.Equal("websocket", headers.Upgrade);
        Assert.Equal("13", headers.SecWebSocketVersion);
        Assert.Equal("Bearer secret", headers.Authorization);
        Assert.Equal(0, headers.SecWebSocketExtensions.Count);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_token_goes_to_its_relay_only()
    {
        await using var home = await TestRelay.StartAsync();
        await using var other = await TestRelay.StartAsync();
        await using var node = new RelayedNode([new RelayServer(home.Url, "secret")]);
        node.Send(other.Url, NewNode(), [1]);
        await Waiting.UntilAsync(() => other.Attempts == 1 && node.Transport.Home is not null, Token);
        Assert.Equal(0, other.Requests.Single().Headers.Authorization.Count);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_where_a_peer_lives_is_left_after_a_minute_and_the_home_is_not()
    {
        await using var home = await TestRelay.StartAsync();
        await using var other = await TestRelay.StartAsync();
        await using var node = new RelayedNode([new RelayServer(home.Url)], _time);
        await node.UntilHomeIs(home);
        node.Send(other.Url, NewNode(), [1]);
        await Waiting.UntilAsync(() => other.Visits.Any(visit => visit.Frames.Count == 2), Token);
        Assert.Equal([true, false], node.Transport.Statuses.Select(status => status.IsHome));
        await Waiting.UntilAsync(() => node.Transport.Statuses.All(status => status.Latency is not null), Token);
        var visit = home.Visits.Single();
        var seconds = 0;
        while (other.Visits.Any() || node.Transport.Statuses is not [{ IsHome: true }])
        {
            // Traffic of the home's own keeps Pings, and the time limit of their answers, out of this.
            await visit.PingAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
        }

        Assert.InRange(TimeSpan.FromSeconds(seconds), RelayLimits.IdleTimeout, TimeSpan.MaxValue);
        Assert.Equal(1, home.Attempts);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_connection_that_breaks_is_made_again()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var a = new RelayedNode([new RelayServer(relay.Url)], _time);
        await using var b = new RelayedNode([new RelayServer(relay.Url)], _time);
        await a.UntilHomeIs(relay);
        await b.UntilHomeIs(relay);
        var attempts = relay.Attempts;
        relay.Drop();
        await Waiting.UntilAsync(
            () =>
            {
                PassPause();
                return relay.Attempts >= attempts + 2 && relay.Visits.Count(visit => !visit.Frames.IsEmpty) == 2;
            },
            Token,
            _time.ToString);
        a.Send(relay.Url, b.Id, [1]);
        await b.UntilReceived(1);
        Assert.Equal([relay.Url], a.Homes);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_is_pinged_at_once_and_again_after_silence()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode([new RelayServer(relay.Url)], _time);
        await node.UntilHomeIs(relay);
        var visit = relay.Visits.Single();
        await Waiting.UntilAsync(() => !visit.Frames.IsEmpty, Token);
        Assert.Equal((byte)RelayFrameType.Ping, Assert.Single(visit.Frames)[0]);

        // The answer to the first tells that the relay has sent its Pong, the answer to the second that the node has handled that.
        await visit.PingAsync();
        await visit.PingAsync();
        await Waiting.UntilAsync(() => _time.HasTimerIn(RelayLimits.WatchInterval), Token);

        // No further: the relay has the first Ping, but the node may not have noted yet that it is sent, which it must within the same time.
        _time.Advance(RelayLimits.PingAfter);
        await Waiting.UntilAsync(() => visit.Frames.Count(frame => frame[0] == (byte)RelayFrameType.Ping) > 1, Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_answers_no_Ping_is_left_and_tried_again()
    {
        await using var relay = await TestRelay.StartAsync();
        relay.Serve = visit =>
        {
            visit.AnswersPings = false;
            return visit.ServeAsync();
        };
        await using var node = new RelayedNode([], _time);
        node.Send(relay.Url, NewNode(), [1]);
        await Waiting.UntilAsync(() => relay.Visits.Any(visit => !visit.Frames.IsEmpty), Token);
        await Waiting.UntilAsync(() =>
        {
            var isTold = node.Transport.Statuses.Any(status => status.Problem?.Contains("did not answer a Ping", StringComparison.Ordinal) == true);
            _time.Advance(RelayLimits.WatchInterval);
            return isTold;
        }, Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relays_Ping_is_answered_with_its_bytes()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode(relay);
        await node.UntilHomeIs(relay);
        await relay.Visits.Single().PingAsync();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_restarts_is_come_back_to_when_it_says()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode([new RelayServer(relay.Url)], _time);
        await node.UntilHomeIs(relay);
        var visit = relay.Visits.Single();
        await visit.SendAsync([(byte)RelayFrameType.Restarting, 0, 0, 0x27, 0x10, 0, 0, 0xea, 0x60]);
        await visit.PingAsync();
        relay.Drop();
        await Waiting.UntilAsync(() => node.Status(relay.Url).State == RelayState.Connecting, Token);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, relay.Attempts);
        await Waiting.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return relay.Attempts == 2;
        }, Token);
        await Waiting.UntilAsync(() => node.Status(relay.Url).State == RelayState.Connected, Token);
        Assert.Equal([relay.Url], node.Homes);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_was_sent_before_the_end_is_still_delivered()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var b = new RelayedNode(relay);
        await b.UntilHomeIs(relay);
        var a = new RelayedNode(relay);
        await a.UntilHomeIs(relay);
        a.Send(relay.Url, b.Id, [1]);
        await a.DisposeAsync();
        await b.UntilReceived(1);
    }

    /// <summary>Moves the clock over a pause between two tries, if there is one. All else stands still: a relay that is slow to come back is not given up.</summary>
    private void PassPause()
    {
        if (_time.NextTimer - _time.GetUtcNow() is { } pause && pause < RelayLimits.WatchInterval / 2)
        {
            _time.Advance(pause);
        }
    }

    private static NodeId NewNode() => new(RandomNumberGenerator.GetBytes(NodeId.Size));
}
