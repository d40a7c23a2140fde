using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using SoundTime.Iroh.Relays;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>Relays that do what they should not: each is named, none does harm.</summary>
public sealed class BadRelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly NodeId Peer = new(RandomNumberGenerator.GetBytes(NodeId.Size));

    /// <summary>What relays do wrong from the first frame on, and what is said of it.</summary>
    public static TheoryData<string, byte[], string> FirstFrames => new()
    {
        { "Confirms at once", [2], "began with a frame of type 2" },
        { "A short challenge", [0, 1, 2, 3], "began with a frame of type 0 and 4 bytes" },
        { "A datagram", [6, .. new byte[50]], "began with a frame of type 6" },
        { "Nothing at all", [], "empty message" },
        { "Too long", new byte[RelayProtocol.MaxFrame + 1], "more than 65537 bytes" },
        { "Denies at once", [3, 14, .. "not authorized"u8], "not authorized" },
        { "Denies with control characters and a wrong length", [3, 255, 255, 255, 255, 15, .. "no\r\nway\u001b[31m"u8], "noway[31m" },
    };

    /// <summary>What relays send later, and what is said of it.</summary>
    public static TheoryData<string, byte[], string> LaterFrames => new()
    {
        { "An unknown type", [14, 1], "frame of type 14" },
        { "A type beyond all", [255], "frame of type 255" },
        { "A client's frame", [4, .. new byte[60]], "frame of type 4" },
        { "A challenge once more", [0, .. new byte[16]], "frame of type 0" },
        { "A Ping too short", [9, 1], "frame of type 9 and 2 bytes" },
        { "64 KiB and more", new byte[RelayProtocol.MaxFrame + 1], "more than 65537 bytes" },
    };

    [Theory(Timeout = Waiting.TestLimit)]
    [MemberData(nameof(FirstFrames))]
    public async Task A_wrong_first_frame_is_named(string what, byte[] frame, string problem)
    {
        Assert.NotEmpty(what);
        await using var relay = await TestRelay.StartAsync();
        relay.Serve = async visit =>
        {
            await visit.SendAsync(frame);
            await visit.WaitForEndAsync();
        };
        await ExpectAsync(relay, problem);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [MemberData(nameof(LaterFrames))]
    public async Task A_wrong_later_frame_ends_the_connection_which_is_made_again(string what, byte[] frame, string problem)
    {
        Assert.NotEmpty(what);
        await using var relay = await TestRelay.StartAsync();
        relay.Serve = async visit =>
        {
            await visit.ShakeHandsAsync();
            await visit.SendAsync(frame);
            await visit.WaitForEndAsync();
        };
        await ExpectAsync(relay, problem, attempts: 2);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_closes_in_the_handshake_is_named()
    {
        await using var relay = await TestRelay.StartAsync();
        relay.Serve = visit => visit.Socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "go away", CancellationToken.None);
        await ExpectAsync(relay, "ended the connection: go away");
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_denies_after_the_proof_is_not_asked_again_for_minutes()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync();
        relay.Serve = async visit =>
        {
            await visit.SendAsync([0, .. new byte[16]]);
            await visit.ReadAsync();
            await visit.SendAsync([3, 3, .. "no!"u8]);
            await visit.WaitForEndAsync();
        };
        await using var node = new RelayedNode([new RelayServer(relay.Url)], time);
        await node.UntilProblem(relay.Url, "no!. Ask its admin");
        Assert.Equal(RelayState.Denied, node.Status(relay.Url).State);
        await Waiting.UntilAsync(() => time.HasTimerIn(RelayLimits.DeniedPause), Token);
        time.Advance(RelayLimits.DeniedPause - TimeSpan.FromSeconds(1));
        Assert.Equal(1, relay.Attempts);
        await Waiting.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return relay.Attempts == 2;
        }, Token);
        Assert.Null(node.Transport.Home);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(301, "redirects to https://elsewhere.example/relay. Configure")]
    [InlineData(401, "does not let this node in: HTTP status 401")]
    [InlineData(404, "HTTP status 404, which no iroh relay does")]
    [InlineData(503, "HTTP status 503. It, or a proxy")]
    [InlineData(200, "HTTP status 200, which no iroh relay does")]
    public async Task An_answer_that_is_no_WebSocket_is_named(int status, string problem)
    {
        await using var relay = await TestRelay.StartAsync();
        relay.Refuse = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "https://elsewhere.example/relay";
            return Task.CompletedTask;
        };
        await ExpectAsync(relay, problem);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(-10, -1, "only. Iroh nodes refuse it too")]
    [InlineData(-1, 10, "no authority that this machine trusts has signed it")]
    public async Task A_certificate_that_is_not_valid_is_named(int from, int to, string problem)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now.AddDays(from), now.AddDays(to));
        await using var relay = await TestRelay.StartAsync(certificate);
        await ExpectAsync(relay, problem);
        Assert.Equal(0, relay.Attempts);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData("")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: web")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n\u0082\u0011\u0000\u0001")]
    public async Task A_relay_that_stops_in_the_middle_of_the_handshake_is_given_ten_seconds(string beginning)
    {
        var time = new ManualTime();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = RelayUrl.Parse($"http://{listener.LocalEndpoint}/");
        await using var node = new RelayedNode([], time);
        node.Send(url, Peer, [1]);
        using var client = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var request = await ReadRequestAsync(client);
        await client.SendAsync(beginning.Replace("{accept}", Accept(request), StringComparison.Ordinal).Select(character => (byte)character).ToArray());
        await Waiting.UntilAsync(() => time.HasTimerIn(RelayLimits.ConnectTimeout), Token);
        time.Advance(RelayLimits.ConnectTimeout);
        await node.UntilProblem(url, "did not finish the handshake within 10 s");
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_answers_without_HTTP_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = RelayUrl.Parse($"http://{listener.LocalEndpoint}/");
        await using var node = new RelayedNode([]);
        node.Send(url, Peer, [1]);
        using (var client = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            await ReadRequestAsync(client);
            await client.SendAsync("220 mail.example ESMTP\r\n"u8.ToArray());
            client.Shutdown(SocketShutdown.Send);
            await node.UntilProblem(url, "speaks no WebSocket");
        }
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_place_where_nothing_listens_is_named()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var node = new RelayedNode([]);
        var url = RelayUrl.Parse($"http://127.0.0.1:{port}/");
        node.Send(url, Peer, [1]);
        Assert.Contains("nothing listens there", (await node.UntilProblem(url, "cannot be reached")).Problem, StringComparison.Ordinal);
        var unknown = RelayUrl.Parse("http://relay.invalid./");
        node.Send(unknown, Peer, [1]);
        await node.UntilProblem(unknown, "host name is not found");
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Relays_that_let_nobody_in_keep_no_place_that_another_needs()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync();
        await using var good = await TestRelay.StartAsync();
        relay.Refuse = context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };
        await using var node = new RelayedNode([], time);
        for (var i = 0; i < RelayLimits.MaxDialledRelays; i++)
        {
            node.Send(RelayUrl.Parse($"{relay.Url}?{i}"), Peer, [1]);
        }

        await Waiting.UntilAsync(() => node.Transport.Statuses.Count(status => status.State == RelayState.Denied) == RelayLimits.MaxDialledRelays, Token);
        node.Send(good.Url, Peer, [1]);
        Assert.DoesNotContain(node.Transport.Statuses, status => status.Url == good.Url);
        time.Advance(RelayLimits.IdleTimeout);
        node.Send(good.Url, Peer, [1]);
        await Waiting.UntilAsync(() => good.Visits.Any(visit => visit.Frames.Count == 2), Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_a_peer_was_dialled_at_brings_nobody_else()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode([]);
        node.Send(relay.Url, Peer, [1]);
        await Waiting.UntilAsync(() => relay.Visits.Any(visit => visit.Frames.Count == 2), Token);
        await relay.Visits.Single().SendAsync([6, .. RandomNumberGenerator.GetBytes(NodeId.Size), 0, 1]);
        await relay.Visits.Single().SendAsync([6, .. Peer.ToArray(), 0, 2]);
        await node.UntilReceived(1);
        Assert.Equal([2], Assert.Single(node.Received).Bytes);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost")]
    public async Task A_private_address_that_a_stranger_named_is_not_connected_to(string host)
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode([new RelayServer(relay.Url)], allowsPrivateRelays: false);
        await node.UntilHomeIs(relay);
        var named = RelayUrl.Parse($"http://{host}:{relay.Url.Uri.Port}/?reboot");
        node.Send(named, Peer, [1]);
        Assert.Contains("name it among", (await node.UntilProblem(named, "address of a private network")).Problem, StringComparison.Ordinal);
        Assert.Equal(1, relay.Attempts);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Frames_that_a_peer_may_have_made_wrong_do_not_end_the_connection()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode(relay);
        await node.UntilHomeIs(relay);
        var visit = relay.Visits.Single();
        await visit.SendAsync([6, .. Peer.ToArray(), 0]);
        await visit.SendAsync([7, .. Peer.ToArray(), 0, 0, 5]);
        await visit.SendAsync([7, .. Peer.ToArray(), 0, 0, 0, 1, 2, 3]);
        await visit.SendAsync([7, .. Peer.ToArray(), 0, 0, 2, 4, 5, 6]);
        await node.UntilReceived(3);
        Assert.Equal([[1, 2, 3], [4, 5], [6]], node.Received.Select(datagram => datagram.Bytes));
        Assert.Equal(1, relay.Attempts);
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(new byte[] { 11, (byte)'s', (byte)'l', (byte)'o', (byte)'w' }, "It says: slow")]
    [InlineData(new byte[] { 13, 1 }, "Another node with the same key")]
    [InlineData(new byte[] { 13, 2 }, "slows this node down")]
    public async Task What_a_relay_says_of_the_connection_is_told_and_taken_back(byte[] frame, string notice)
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode(relay);
        await node.UntilHomeIs(relay);
        await relay.Visits.Single().SendAsync(frame);
        Assert.Equal(RelayState.Connected, (await node.UntilProblem(relay.Url, notice)).State);
        await relay.Visits.Single().SendAsync([13, 99]);
        await relay.Visits.Single().SendAsync([13, 0]);
        await Waiting.UntilAsync(() => node.Status(relay.Url).Problem is null, Token);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_message_that_never_ends_does_not_count_as_a_sign_of_life()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync();
        relay.Serve = async visit =>
        {
            await visit.ShakeHandsAsync();
            await visit.Socket.SendAsync(new byte[] { 6, 1 }, WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None);
            await visit.RelayAsync();
        };
        await using var node = new RelayedNode([], time);
        node.Send(relay.Url, Peer, [1]);
        await Waiting.UntilAsync(() => relay.Visits.Any(visit => !visit.Frames.IsEmpty), Token);
        await Waiting.UntilAsync(() =>
        {
            var isTold = node.Transport.Statuses.Any(status => status.Problem?.Contains("did not answer a Ping", StringComparison.Ordinal) == true);
            time.Advance(RelayLimits.WatchInterval);
            return isTold;
        }, Token);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("ümlaut")]
    public void A_token_that_fits_no_header_is_refused(string token) =>
        Assert.Throws<ArgumentException>(() => new RelayedNode([new RelayServer(RelayUrl.Parse("http://relay.example/"), token)]));

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Text_messages_are_passed_over_and_told()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode(relay);
        await node.UntilHomeIs(relay);
        await relay.Visits.Single().SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text);
        await node.UntilProblem(relay.Url, "text messages");
        await relay.Visits.Single().SendAsync([6, .. Peer.ToArray(), 0, 7]);
        await node.UntilReceived(1);
        Assert.Equal(1, relay.Attempts);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_brings_more_than_is_taken_fills_a_bounded_queue()
    {
        await using var relay = await TestRelay.StartAsync();
        await using var node = new RelayedNode(relay);
        await node.UntilHomeIs(relay);
        byte[] frame = [6, .. Peer.ToArray(), 0, .. new byte[60_000]];
        for (var i = 0; i < 40; i++)
        {
            await relay.Visits.Single().SendAsync(frame);
        }

        await Waiting.UntilAsync(() => node.Transport.Dropped >= 40 - (RelayLimits.ReceiveQueueBytes / 60_000), Token);
        Assert.Equal(1, relay.Attempts);
    }

    /// <summary>A relay that a peer is said to live at, and what this node says of it.</summary>
    private static async Task ExpectAsync(TestRelay relay, string problem, int attempts = 0)
    {
        await using var node = new RelayedNode([]);
        node.Send(relay.Url, Peer, [1]);
        var status = await node.UntilProblem(relay.Url, problem);
        Assert.NotEqual(RelayState.Connected, status.State);
        await Waiting.UntilAsync(() => relay.Attempts >= attempts, Token);
    }

    private static async Task<string> ReadRequestAsync(Socket client)
    {
        var request = "";
        var buffer = new byte[4096];
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await client.ReceiveAsync(buffer);
            Assert.NotEqual(0, count);
            request += System.Text.Encoding.ASCII.GetString(buffer, 0, count);
        }

        return request;
    }

    /// <summary>What a server answers to a WebSocket key (RFC 6455, section 4.2.2).</summary>
    private static string Accept(string request)
    {
        const string Name = "Sec-WebSocket-Key: ";
        var start = request.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        var key = request[start..request.IndexOf('\r', start)];
#pragma warning disable CA5350 // SHA-1 is what WebSockets ask for.
        return Convert.ToBase64String(SHA1.HashData(System.Text.Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
