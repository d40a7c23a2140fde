using System.Net;
using NSubstitute;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Api.Tests;

public sealed class LibrarySyncApiTests
{
    private const string Path = "/api/admin/p2p/library-sync";

    private static readonly NodeId Id = AdminHost.Peer;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(2));

    [Fact]
    public async Task The_overview_has_the_fields_of_a_rust_node()
    {
        await using var host = await AdminHost.StartAsync();
        AddPeer(host, isOnline: true, announced: 3, copies: 2);

        Assert.Equal(
            (HttpStatusCode.OK,
                """{"local_track_count":7,"total_peers":1,"synced_peers":0,"partial_peers":1,"not_synced_peers":0,"peers":["""
                + $$"""{"node_id":"{{Id}}","name":null,"version":"0.1.0","is_online":true,"peer_announced_tracks":3,"local_remote_tracks":2,"""
                + """
                "available_tracks":2,"our_track_count":7,"sync_ratio":0.67,"sync_state":"partial","last_seen":"2026-03-01T12:30:00+00:00"}]}
                """),
            await host.SendAsync("GET", Path));
    }

    [Theory]
    [InlineData(false, 3L, 3L, "offline", 1, 0, 0, 0)]
    [InlineData(true, 0L, 3L, "empty", 0, 0, 0, 0)]
    [InlineData(true, null, 0L, "empty", 0, 0, 0, 0)]
    [InlineData(true, 3L, 3L, "synced", 1, 1, 0, 0)]
    [InlineData(true, 2L, 3L, "synced", 1.5, 1, 0, 0)]
    [InlineData(true, 200L, 1L, "partial", 0.01, 0, 1, 0)]
    [InlineData(true, 3L, 0L, "not_synced", 0, 0, 0, 1)]
    public async Task The_state_of_a_peer_is_what_is_here_of_what_it_says_to_have(
        bool isOnline, long? announced, long copies, string state, double ratio, int synced, int partial, int notSynced)
    {
        await using var host = await AdminHost.StartAsync();
        AddPeer(host, isOnline, announced, copies);

        var (_, body) = await host.SendAsync("GET", Path);

        using var document = System.Text.Json.JsonDocument.Parse(body);
        var overview = document.RootElement;
        var peer = Assert.Single(overview.GetProperty("peers").EnumerateArray());
        Assert.Equal((state, ratio), (peer.GetProperty("sync_state").GetString(), peer.GetProperty("sync_ratio").GetDouble()));
        Assert.Equal(
            (synced, partial, notSynced),
            (overview.GetProperty("synced_peers").GetInt32(), overview.GetProperty("partial_peers").GetInt32(), overview.GetProperty("not_synced_peers").GetInt32()));
    }

    [Theory]
    [InlineData(LibrarySyncStart.Started, HttpStatusCode.OK, "Library re-sync started with peer {0}")]
    [InlineData(LibrarySyncStart.UnknownPeer, HttpStatusCode.NotFound, "Peer {0} not found")]
    [InlineData(LibrarySyncStart.Blocked, HttpStatusCode.Conflict, "Peer {0} is blocked; unblock it first")]
    [InlineData(LibrarySyncStart.Busy, HttpStatusCode.Conflict, "A library sync is already in progress")]
    public async Task A_sync_is_started_or_refused_with_the_reason(LibrarySyncStart start, HttpStatusCode status, string message)
    {
        await using var host = await AdminHost.StartAsync();
        host.Sync.StartAsync(Id, Arg.Any<CancellationToken>()).Returns(start);

        Assert.Equal(
            (status, $$"""{"message":"{{message.Replace("{0}", Id.ToString(), StringComparison.Ordinal)}}"}"""),
            await host.SendAsync("POST", $"{Path}/{Id}"));
    }

    [Fact]
    public async Task What_is_no_id_is_a_peer_that_is_not_found()
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal((HttpStatusCode.NotFound, """{"message":"Peer x not found"}"""), await host.SendAsync("POST", $"{Path}/x"));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_status_is_told_in_the_form_of_a_rust_node(LibrarySyncStatus status, string body)
    {
        await using var host = await AdminHost.StartAsync();
        host.Sync.Status.Returns(status);

        Assert.Equal((HttpStatusCode.OK, body), await host.SendAsync("GET", $"{Path}/task-status"));
    }

    public static TheoryData<LibrarySyncStatus, string> Statuses => new()
    {
        { LibrarySyncStatus.Idle, """{"status":"idle"}""" },
        {
            new() { State = LibrarySyncState.Running, Peer = Id, Progress = new(5, null, "Asking") },
            $$$"""{"status":"running","peer_id":"{{{Id}}}","progress":{"processed":5,"total":null,"phase":"Asking"}}"""
        },
        {
            new() { State = LibrarySyncState.Running, Peer = Id, Progress = new(5, 9, "Receiving the peer's") },
            $$$"""{"status":"running","peer_id":"{{{Id}}}","progress":{"processed":5,"total":9,"phase":"Receiving the peer's"}}"""
        },
        {
            new() { State = LibrarySyncState.Completed, Peer = Id, Result = new(4, 5, 1, TimeSpan.FromSeconds(2.5)) },
            $$$"""{"status":"completed","result":{"peer_id":"{{{Id}}}","tracks_synced":4,"tracks_already_known":5,"errors":1,"duration_secs":2.5}}"""
        },
        { new() { State = LibrarySyncState.Failed, Peer = Id, Failure = "why" }, """{"status":"error","message":"why"}""" },
    };

    [Fact]
    public async Task A_status_is_dismissed()
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal((HttpStatusCode.OK, """{"message":"Task status reset"}"""), await host.SendAsync("POST", $"{Path}/task-dismiss"));
        host.Sync.Received(1).Dismiss();
    }

    [Fact]
    public async Task Where_p2p_is_off_nothing_is_synced()
    {
        await using var host = await AdminHost.StartAsync(isP2pOn: false);
        AddPeer(host, isOnline: true, announced: 3, copies: 2);

        Assert.Equal(
            (HttpStatusCode.OK, """{"local_track_count":7,"total_peers":0,"synced_peers":0,"partial_peers":0,"not_synced_peers":0,"peers":[]}"""),
            await host.SendAsync("GET", Path));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"message":"P2P node is not enabled"}"""), await host.SendAsync("POST", $"{Path}/{Id}"));
        Assert.Equal((HttpStatusCode.OK, """{"status":"idle"}"""), await host.SendAsync("GET", $"{Path}/task-status"));
        Assert.Equal((HttpStatusCode.OK, """{"message":"Task status reset"}"""), await host.SendAsync("POST", $"{Path}/task-dismiss"));
    }

    private static void AddPeer(AdminHost host, bool isOnline, long? announced, long copies)
    {
        host.Store.ListAsync(null, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(
            [new PeerRecord { Id = Id, Version = "0.1.0", TrackCount = announced, LastSeen = Noon, AddedAt = Noon, IsOnline = isOnline }]);
        host.Catalogue.CountAsync(Arg.Any<CancellationToken>()).Returns(new CatalogueCounts(7, 2, 1, 1));
        host.Catalogue.CountCopiesAsync(Arg.Any<CancellationToken>()).Returns(new Dictionary<NodeId, long> { [Id] = copies });
    }
}
