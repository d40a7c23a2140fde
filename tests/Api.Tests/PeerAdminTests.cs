using System.Net;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Api.Tests;

public sealed class PeerAdminTests
{
    private const string Path = "/api/admin/p2p/peers";

    private static readonly NodeId Id = AdminHost.Peer;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(2));

    private static readonly PeerPing Answer = new(PeerPingOutcome.Answered, 42, "0.1.0", Failure: null);
    private static readonly PeerPing NoAnswer = new(PeerPingOutcome.Failed, 0, Version: null, "it cannot be reached");

    [Fact]
    public async Task The_list_has_the_fields_of_a_rust_node()
    {
        await using var host = await AdminHost.StartAsync();
        host.Store.ListAsync(null, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(
        [
            new PeerRecord { Id = Id, Version = "0.1.0", TrackCount = 42, LastSeen = Noon, AddedAt = Noon.AddDays(-1), IsOnline = true },
            new PeerRecord { Id = IdOf(0xbb), AddedAt = Noon },
        ]);

        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""[{"node_id":"{{Id}}","name":null,"version":"0.1.0","track_count":42,"last_seen":"2026-03-01T12:30:00Z","is_online":true},"""
                + $$"""{"node_id":"{{IdOf(0xbb)}}","name":null,"version":null,"track_count":0,"last_seen":"2026-03-01T12:30:00Z","is_online":false}]"""),
            await host.SendAsync("GET", Path));
    }

    [Fact]
    public async Task Every_peer_is_listed_once_in_the_order_of_ids_however_many_there_are()
    {
        await using var host = await AdminHost.StartAsync();
        var peers = Enumerable.Range(0, 2_500).Select(number => new PeerRecord { Id = IdOf(number), AddedAt = Noon }).OrderBy(peer => peer.Id).ToList();
        host.Store.ListAsync(Arg.Any<NodeId?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            var after = call.ArgAt<NodeId?>(0);
            return peers.Where(peer => after is null || peer.Id > after).Take(call.ArgAt<int>(1)).ToList();
        });

        var (_, body) = await host.SendAsync("GET", Path);

        using var document = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal(
            peers.Select(peer => peer.Id.ToString()), document.RootElement.EnumerateArray().Select(peer => peer.GetProperty("node_id").GetString()));
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task A_peer_that_is_added_is_asked_and_the_answer_told(PeerPing ping, string told)
    {
        await using var host = await AdminHost.StartAsync();
        var address = $"{Id}@music.example:11204,192.0.2.1:1";
        host.Peers.AddAsync(address, Arg.Any<CancellationToken>()).Returns(new AddedPeer(Id, ping));

        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"message":"peer {{Id}} added {{told}}"}"""), await host.SendAsync("POST", Path, $$"""{"node_id":"{{address}}"}"""));
    }

    public static TheoryData<PeerPing, string> Additions => new()
    {
        { Answer, "and responded to ping (42 tracks)" },
        { new PeerPing(PeerPingOutcome.UnexpectedAnswer, 0, Version: null, "its answer is none"), "(unexpected response type)" },
        { NoAnswer, "but ping failed: it cannot be reached" },
    };

    [Theory]
    [InlineData(AddPeerFailure.NoId, HttpStatusCode.BadRequest, "Invalid node ID format")]
    [InlineData(AddPeerFailure.BadAddress, HttpStatusCode.BadRequest, "the reason in words")]
    [InlineData(AddPeerFailure.Self, HttpStatusCode.BadRequest, "the reason in words")]
    [InlineData(AddPeerFailure.NoRoom, HttpStatusCode.Conflict, "the reason in words")]
    public async Task A_peer_that_is_not_added_is_told_with_its_reason(AddPeerFailure reason, HttpStatusCode status, string told)
    {
        await using var host = await AdminHost.StartAsync();
        host.Peers.AddAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).ThrowsAsync(new AddPeerException(reason, "the reason in words"));

        Assert.Equal((status, $$"""{"message":"{{told}}"}"""), await host.SendAsync("POST", Path, """{"node_id":"x"}"""));
    }

    [Theory]
    [MemberData(nameof(Pings))]
    public async Task A_ping_is_told_in_the_words_of_a_rust_node(PeerPing ping, string message)
    {
        await using var host = await AdminHost.StartAsync();
        host.Peers.PingAsync(Id, Arg.Any<CancellationToken>()).Returns(ping);

        var (status, body) = await host.SendAsync("POST", $"{Path}/{Id}/ping");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"{{\"message\":\"{message.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}", body);
    }

    public static TheoryData<PeerPing, string> Pings => new()
    {
        { Answer, $$"""pong received: Pong { node_id: "{{Id}}", track_count: 42, version: Some("0.1.0") }""" },
        { Answer with { Version = null }, $$"""pong received: Pong { node_id: "{{Id}}", track_count: 42, version: None }""" },
        { Answer with { Version = "a\"\\\n" }, $$"""pong received: Pong { node_id: "{{Id}}", track_count: 42, version: Some("a\"\\\u{a}") }""" },
        { NoAnswer, "ping failed: it cannot be reached" },
        { new PeerPing(PeerPingOutcome.UnexpectedAnswer, 0, Version: null, "its answer is none"), "ping failed: its answer is none" },
    };

    [Fact]
    public async Task A_peer_is_removed_whether_it_is_known_or_not()
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal((HttpStatusCode.OK, $$"""{"message":"peer {{Id}} removed"}"""), await host.SendAsync("DELETE", $"{Path}/{Id}"));
        await host.Peers.Received(1).RemoveAsync(Id, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("POST", "/not-an-id/ping")]
    [InlineData("DELETE", "/not-an-id")]
    public async Task What_is_no_id_is_refused(string method, string path)
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal((HttpStatusCode.BadRequest, """{"message":"Invalid node ID format"}"""), await host.SendAsync(method, Path + path));
    }

    [Fact]
    public async Task Where_p2p_is_off_nobody_is_listed_added_or_asked()
    {
        await using var host = await AdminHost.StartAsync(isP2pOn: false);
        host.Store.ListAsync(Arg.Any<NodeId?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns([new PeerRecord { Id = Id, AddedAt = Noon }]);
        const string off = """{"message":"P2P node is not enabled"}""";

        Assert.Equal((HttpStatusCode.OK, "[]"), await host.SendAsync("GET", Path));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, off), await host.SendAsync("POST", Path, $$"""{"node_id":"{{Id}}"}"""));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, off), await host.SendAsync("POST", $"{Path}/{Id}/ping"));
    }

    [Fact]
    public async Task Where_p2p_is_off_a_peer_is_removed_from_the_store_with_all_its_copies()
    {
        await using var host = await AdminHost.StartAsync(isP2pOn: false);
        host.Catalogue.RemoveCopiesAsync(Id, 500, Arg.Any<CancellationToken>()).Returns(500, 500, 7);

        Assert.Equal((HttpStatusCode.OK, $$"""{"message":"peer {{Id}} removed"}"""), await host.SendAsync("DELETE", $"{Path}/{Id}"));
        await host.Store.Received(1).RemoveAsync(Id, Arg.Any<CancellationToken>());
        await host.Catalogue.Received(3).RemoveCopiesAsync(Id, 500, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Peers_that_cannot_be_read_are_not_told_as_none()
    {
        await using var host = await AdminHost.StartAsync();
        host.Store.ListAsync(Arg.Any<NodeId?>(), Arg.Any<int>(), Arg.Any<CancellationToken>())
            .ThrowsAsync(new StorageException(StorageFailure.Busy, "locked"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", Path)).Status);
    }

    private static NodeId IdOf(int number)
    {
        var bytes = new byte[NodeId.Size];
        bytes[0] = (byte)number;
        bytes[1] = (byte)(number >> 8);
        bytes[2] = 1;
        return new NodeId(bytes);
    }
}
