using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Relays;
using SoundTime.Relay.Metrics;
using SoundTime.Relay.Sessions;
using SoundTime.Testing;

namespace SoundTime.Relay.Tests;

/// <summary>Coming, going, silence, and what clients must not send.</summary>
public sealed class SessionTests : RelayTest
{
    private static readonly byte[] Ping = [(byte)RelayFrameType.Ping, 1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [InlineData(RelayProtocol.Version2)]
    [InlineData(RelayProtocol.Version1)]
    public async Task The_newest_connection_of_an_id_receives_and_the_older_is_told_until_it_is_the_newest_again(string version)
    {
        await using var relay = await StartAsync();
        var key = SecretKey.Generate();
        using var sender = await TestClient.ConnectAsync(relay, Token);
        using var older = await TestClient.ConnectAsync(relay, Token, key, versions: version);
        await UntilAsync(() => relay.Clients == 2);
        using (var newer = await TestClient.ConnectAsync(relay, Token, key))
        {
            AssertStatus(await older.ReceiveAsync(Token), version, isReplaced: true);
            await sender.SendAsync(key.NodeId, [1], Token);
            Assert.Equal(TestClient.Datagram(RelayFrameType.RelayToClientDatagram, sender.Id, [1]), await newer.ReceiveAsync(Token));
        }

        AssertStatus(await older.ReceiveAsync(Token), version, isReplaced: false);
        await sender.SendAsync(key.NodeId, [2], Token);
        Assert.Equal(TestClient.Datagram(RelayFrameType.RelayToClientDatagram, sender.Id, [2]), await older.ReceiveAsync(Token));
    }

    [Fact]
    public async Task An_id_that_connects_again_and_again_loses_its_oldest_connection()
    {
        await using var relay = await StartAsync();
        var key = SecretKey.Generate();
        using var oldest = await TestClient.ConnectAsync(relay, Token, key);
        await UntilAsync(() => relay.Clients == 1);
        List<TestClient> others = [];
        for (var i = 0; i < RelayLimits.MaxConnectionsPerNode; i++)
        {
            others.Add(await TestClient.ConnectAsync(relay, Token, key));
        }

        Assert.Equal([(byte)RelayFrameType.Status, 1], await oldest.ReceiveAsync(Token));
        Assert.Empty(await oldest.ReceiveAsync(Token));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, oldest.Socket.CloseStatus);
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public void However_fast_an_id_connects_again_it_keeps_no_more_than_its_newest_connections()
    {
        var key = SecretKey.Generate();
        var routes = new RelayRoutes();
        using var metrics = new RelayMetrics(() => 0, () => 0);
        using var socket = WebSocket.CreateFromStream(Stream.Null, new WebSocketCreationOptions { IsServer = true });
        var sessions = Enumerable.Range(0, RelayLimits.MaxConnectionsPerNode + 3)
            .Select(_ => new RelaySession(key.NodeId, socket, isVersion2: true, routes, new RelayLimits(), metrics, TimeProvider.System))
            .ToList();

        // None has ended before the last comes.
        sessions.ForEach(routes.Add);

        Assert.All(sessions.SkipLast(RelayLimits.MaxConnectionsPerNode), session => Assert.Equal(SessionEnd.Replaced, session.End));
        Assert.All(sessions.TakeLast(RelayLimits.MaxConnectionsPerNode), session => Assert.Equal(SessionEnd.Left, session.End));
        Assert.Same(sessions[^1], routes.Find(key.NodeId));
    }

    [Fact]
    public async Task Those_that_a_client_has_sent_to_are_told_when_it_leaves()
    {
        await using var relay = await StartAsync();
        using var receiver = await TestClient.ConnectAsync(relay, Token);
        var leaver = await TestClient.ConnectAsync(relay, Token);
        await leaver.SendAsync(receiver.Id, [1], Token);
        await receiver.ReceiveAsync(Token);
        leaver.Dispose();
        byte[] gone = [(byte)RelayFrameType.EndpointGone, .. leaver.Id.ToArray()];
        Assert.Equal(gone, await receiver.ReceiveAsync(Token));
    }

    [Theory]
    [InlineData((byte)RelayFrameType.ServerChallenge)]
    [InlineData((byte)RelayFrameType.ClientAuth)]
    [InlineData((byte)RelayFrameType.RelayToClientDatagram)]
    [InlineData((byte)RelayFrameType.Status)]
    [InlineData((byte)14)]
    [InlineData((byte)255)]
    public async Task A_frame_that_clients_do_not_send_ends_the_connection(byte type)
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.ConnectAsync(relay, Token);
        await client.SendAsync([type, .. new byte[100]], Token);
        await AssertClosedAsync(relay, client, WebSocketCloseStatus.ProtocolError, SessionEnd.UnknownFrame);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_datagram_without_a_whole_header_ends_the_connection(int length)
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.ConnectAsync(relay, Token);
        var frame = new byte[length];
        frame.AsSpan().Fill((byte)RelayFrameType.ClientToRelayDatagram);
        await client.SendAsync(frame, Token);
        await AssertClosedAsync(relay, client, WebSocketCloseStatus.ProtocolError, SessionEnd.MalformedFrame);
    }

    [Fact]
    public async Task A_frame_of_64_KiB_passes_and_a_longer_one_ends_the_connection()
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.ConnectAsync(relay, Token);
        using var receiver = await TestClient.ConnectAsync(relay, Token);
        var contents = new byte[RelayProtocol.MaxFrame - RelayProtocol.BatchHeader];
        Random.Shared.NextBytes(contents);
        await client.SendAsync(receiver.Id, contents, Token, segmentSize: 1200);
        Assert.Equal(contents, (await receiver.ReceiveAsync(Token))[RelayProtocol.BatchHeader..]);
        await client.SendAsync(receiver.Id, [.. contents, 0], Token, segmentSize: 1200);
        await AssertClosedAsync(relay, client, WebSocketCloseStatus.MessageTooBig, SessionEnd.FrameTooLong);
    }

    [Fact]
    public async Task Empty_datagrams_texts_and_datagrams_to_nobody_are_counted_and_cost_nothing_else()
    {
        await using var relay = await StartAsync();
        using var client = await TestClient.ConnectAsync(relay, Token);
        await client.SendAsync(client.Id, [], Token);
        await client.SendAsync(client.Id, [], Token, segmentSize: 0);
        await client.Socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Token);
        await client.SendAsync(SecretKey.Generate().NodeId, [1], Token);
        await client.SendAsync(Ping, Token);
        Assert.Equal((byte)RelayFrameType.Pong, (await client.ReceiveAsync(Token))[0]);
        Assert.Equal(2, Metrics(relay).CountOf(DropReason.Empty));
        Assert.Equal(1, Metrics(relay).CountOf(DropReason.Text));
        Assert.Equal(1, Metrics(relay).CountOf(DropReason.NotConnected));
    }

    [Fact]
    public async Task A_silent_client_is_asked_and_stays_when_it_answers()
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(Options, time);
        using var client = await TestClient.ConnectAsync(relay, Token);
        await UntilAsync(() => relay.Clients == 1);
        for (var round = 0; round < 2; round++)
        {
            time.Advance(RelayLimits.PingAfter + RelayLimits.PingJitter + (2 * RelayLimits.WatchInterval));
            var ping = await client.ReceiveAsync(Token);
            Assert.Equal((byte)RelayFrameType.Ping, ping[0]);
            ping[0] = (byte)RelayFrameType.Pong;
            await client.SendAsync(ping, Token);
            // The answer to a Ping of its own shows that the Pong was read.
            await client.SendAsync(Ping, Token);
            Assert.Equal((byte)RelayFrameType.Pong, (await client.ReceiveAsync(Token))[0]);
        }
    }

    [Fact]
    public async Task A_client_that_answers_no_Ping_is_cut_off()
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(Options, time);
        using var client = await TestClient.ConnectAsync(relay, Token);
        await UntilAsync(() => relay.Clients == 1);
        time.Advance(RelayLimits.PingAfter + RelayLimits.PingJitter + (2 * RelayLimits.WatchInterval));
        Assert.Equal((byte)RelayFrameType.Ping, (await client.ReceiveAsync(Token))[0]);
        time.Advance(RelayLimits.PongTimeout + (2 * RelayLimits.WatchInterval));
        await UntilAsync(() => Metrics(relay).CountOf(SessionEnd.Silent) == 1);
        Assert.Equal(0, relay.Clients);
    }

    [Fact]
    public async Task A_client_beyond_its_rate_is_read_more_slowly_and_loses_nothing()
    {
        const int Size = 10_000;
        var time = new ManualTime();
        await using var relay = await StartAsync(Options with { Limits = new RelayLimits { BytesPerSecond = Size, BurstBytes = 1 } }, time);
        using var client = await TestClient.ConnectAsync(relay, Token);
        using var receiver = await TestClient.ConnectAsync(relay, Token);
        await UntilAsync(() => relay.Clients == 2);

        // The burst is one whole frame of 64 KiB: seven of these frames are above it.
        for (var i = 0; i < 8; i++)
        {
            await client.SendAsync(receiver.Id, new byte[Size], Token);
        }

        for (var i = 0; i < 7; i++)
        {
            await receiver.ReceiveAsync(Token);
        }

        await UntilAsync(() => Metrics(relay).ThrottledCount == 1);
        var last = receiver.ReceiveAsync(Token);
        Assert.False(last.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Size + RelayProtocol.DatagramHeader, (await last).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Many_small_frames_and_pieces_are_bounded_by_the_rate_as_the_work_that_they_are(int pieces)
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(Options with { Limits = new RelayLimits { BytesPerSecond = 1, BurstBytes = 1 } }, time);
        using var client = await TestClient.ConnectAsync(relay, Token);

        // Far fewer bytes than the burst of one whole frame of 64 KiB.
        for (var i = 0; i <= RelayProtocol.MaxFrame / RelayLimits.LeastCost / pieces; i++)
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                var size = Ping.Length / pieces;
                await client.Socket.SendAsync(Ping.AsMemory(piece * size, size), WebSocketMessageType.Binary, endOfMessage: piece == pieces - 1, Token);
            }
        }

        await UntilAsync(() => Metrics(relay).ThrottledCount == 1);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_loses_what_does_not_fit_and_is_cut_off()
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(Options with { Limits = new RelayLimits { BytesPerSecond = 0 } }, time);
        using var client = await TestClient.ConnectAsync(relay, Token);
        using var stuck = await TestClient.ConnectAsync(relay, Token);
        await UntilAsync(() => relay.Clients == 2);

        // That the queue is full shows only that more comes than the relay has written so far: it goes on until a write stands still, because the kernel's
        // buffers are full too. Meanwhile the client says something, as silence is another reason to cut it off.
        var round = 0;
        await Waiting.UntilAsync(
            async () =>
            {
                await FillQueueAsync(relay, client, stuck.Id);
                await SayAsync(relay, stuck, ++round);
                time.Advance(RelayLimits.WriteTimeout + (2 * RelayLimits.WatchInterval));
                return Metrics(relay).CountOf(SessionEnd.Stuck) == 1;
            },
            Token,
            () => $"The queue was filled {round} times, {relay.Clients} clients are left.");
    }

    [Fact]
    public async Task Clients_are_told_when_the_relay_stops()
    {
        var relay = await StartAsync();
        using var client = await TestClient.ConnectAsync(relay, Token);
        await UntilAsync(() => relay.Clients == 1);
        var stopping = relay.DisposeAsync();
        var frame = await client.ReceiveAsync(Token);
        Assert.Equal((byte)RelayFrameType.Restarting, frame[0]);
        Assert.Equal(RelayLimits.ComeBackAfter.TotalMilliseconds, BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(1)));
        Assert.Empty(await client.ReceiveAsync(Token));
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await stopping;
    }

    [Fact]
    public async Task A_relay_that_starts_again_in_its_place_serves_those_who_come_back()
    {
        var keys = new[] { SecretKey.Generate(), SecretKey.Generate() };
        var first = await StartAsync();
        using (await TestClient.ConnectAsync(first, Token, keys[0]))
        {
            await first.DisposeAsync();
        }

        await using var second = await StartAsync(Options with { ListenOn = first.EndPoint });
        using var alice = await TestClient.ConnectAsync(second, Token, keys[0]);
        using var bob = await TestClient.ConnectAsync(second, Token, keys[1]);
        await alice.SendAsync(bob.Id, [1], Token);
        Assert.Equal(TestClient.Datagram(RelayFrameType.RelayToClientDatagram, alice.Id, [1]), await bob.ReceiveAsync(Token));
    }

    /// <summary>Sends a client datagrams until one does not fit, or it was cut off.</summary>
    private static async Task FillQueueAsync(RelayHost relay, TestClient from, Wire.NodeId to)
    {
        var dropped = Metrics(relay).CountOf(DropReason.QueueFull);
        while (Metrics(relay).CountOf(DropReason.QueueFull) == dropped && relay.Clients == 2)
        {
            await from.SendAsync(to, new byte[60_000], Token);
        }
    }

    /// <summary>Has a client say something for the so-many-th time, and waits until the relay has read it, or has cut the client off.</summary>
    private static async Task SayAsync(RelayHost relay, TestClient client, int count)
    {
        try
        {
            await client.SendAsync(client.Id, [], Token);
        }
        catch (WebSocketException)
        {
            // It is being cut off.
        }

        await UntilAsync(() => Metrics(relay).CountOf(DropReason.Empty) == count || relay.Clients == 1);
    }

    private static RelayMetrics Metrics(RelayHost relay) => relay.Services.GetRequiredService<RelayMetrics>();

    private static async Task AssertClosedAsync(RelayHost relay, TestClient client, WebSocketCloseStatus status, SessionEnd reason)
    {
        Assert.Empty(await client.ReceiveAsync(Token));
        Assert.Equal(status, client.Socket.CloseStatus);
        await UntilAsync(() => Metrics(relay).CountOf(reason) == 1);
    }

    private static void AssertStatus(byte[] frame, string version, bool isReplaced)
    {
        if (version == RelayProtocol.Version2)
        {
            Assert.Equal([(byte)RelayFrameType.Status, isReplaced ? (byte)1 : (byte)0], frame);
        }
        else
        {
            Assert.Equal((byte)RelayFrameType.Health, frame[0]);
            Assert.Equal(isReplaced, frame.Length > 1);
        }
    }
}
