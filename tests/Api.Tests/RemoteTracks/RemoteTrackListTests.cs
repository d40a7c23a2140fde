using System.Net;
using System.Text.Json;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Api.Tests;

public sealed class RemoteTrackListTests
{
    private const string Path = "/api/admin/remote-tracks";

    private static readonly NodeId Origin = NodeId.Parse(new string('a', 64));
    private static readonly NodeId Other = NodeId.Parse(new string('b', 64));
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2));
    private static readonly SweepStatus NoSweep = new(null, null, null, null, 0, 0, 0, 0);

    [Fact]
    public async Task A_track_has_the_fields_of_a_rust_node_and_then_ours()
    {
        await using var host = await AdminHost.StartAsync();
        var track = Samples.Track(local: false);
        var health = new TrackHealth
        {
            State = TrackHealthState.Degraded, Strikes = 2, LastFailure = CopyFailure.WrongBytes, FailedAt = Noon, CheckedAt = Noon.AddHours(1), Version = 7,
        };
        var strikes = new CopyStrikes(Other, 4, CopyFailure.BrokeOff, Noon);
        Show(host, null, 1, 100, 1, new RemoteTrack(track, health, [CopyOf(track, Origin, "flac", 800), CopyOf(track, Other, "mp3", null)], [strikes]));
        host.Store.FindAsync(Arg.Any<IReadOnlyCollection<NodeId>>(), Arg.Any<CancellationToken>())
            .Returns(new Dictionary<NodeId, PeerRecord> { [Other] = new() { Id = Other, AddedAt = Noon, IsOnline = true } });
        host.Tracks.ScoreOf(Arg.Any<Copy>(), true, Arg.Any<IReadOnlyList<Copy>>()).Returns(99);
        host.Tracks.ScoreOf(Arg.Any<Copy>(), false, Arg.Any<IReadOnlyList<Copy>>()).Returns(11);

        var (status, body) = await host.SendAsync("GET", Path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            $$"""[{"id":"{{track.Id}}","local_track_id":"{{track.Id}}","title":"\u00C9lan","artist_name":"Unknown","album_title":null"""
            + $$""","instance_domain":"p2p://{{Origin}}","remote_uri":"p2p://{{Origin}}/{{track.Hash}}","bitrate":800,"sample_rate":44100,"format":"flac","is_available":true"""
            + ""","last_checked_at":"2026-03-01T13:00:00+00:00","created_at":"2026-03-01T10:30:00+00:00","health":"degraded","strikes":2,"taken_out":false"""
            + ""","last_failure":"wrong_bytes","failed_at":"2026-03-01T12:00:00+00:00","recovered_at":null,"is_here":false,"is_pinned":false,"copies":["""
            + $$"""{"node_id":"{{Origin}}","online":false,"format":"flac","bitrate":800,"sample_rate":44100,"file_size":1000,"strikes":0,"last_failure":null,"score":11},"""
            + $$"""{"node_id":"{{Other}}","online":true,"format":"mp3","bitrate":null,"sample_rate":44100,"file_size":1000,"strikes":4,"last_failure":"broke_off","score":99}]}]""",
            body);
    }

    [Fact]
    public async Task Without_a_page_the_newest_two_hundred_are_a_bare_list_and_none_is_in_it_twice()
    {
        await using var host = await AdminHost.StartAsync();
        var first = Enumerable.Range(0, 100).Select(_ => Remote()).ToArray();
        Show(host, null, 1, 100, 300, first);
        Show(host, null, 2, 100, 300, [first[^1], .. Enumerable.Range(0, 99).Select(_ => Remote())]);

        var list = Parse(await host.SendAsync("GET", Path));

        Assert.Equal(199, list.GetArrayLength());
        Assert.Equal(199, list.EnumerateArray().Select(track => track.GetProperty("id").GetString()).Distinct().Count());
        await host.Health.DidNotReceive().ListAsync(Arg.Any<TrackHealthState?>(), 3, Arg.Any<int>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Without_tracks_of_peers_the_list_is_empty()
    {
        await using var host = await AdminHost.StartAsync();
        Show(host, null, 1, 100, 0);

        Assert.Equal((HttpStatusCode.OK, "[]"), await host.SendAsync("GET", Path));
    }

    [Theory]
    [InlineData("page=2&per_page=1", null, 2, 1)]
    [InlineData("page=3", null, 3, 20)]
    [InlineData("per_page=7", null, 1, 7)]
    [InlineData("health=healthy", TrackHealthState.Healthy, 1, 20)]
    [InlineData("health=recovered&page=2", TrackHealthState.Recovered, 2, 20)]
    [InlineData("health=degraded&per_page=5", TrackHealthState.Degraded, 1, 5)]
    [InlineData("health=dereferenced", TrackHealthState.Dereferenced, 1, 20)]
    [InlineData("page=0", null, 1, 20)]
    [InlineData("page=-1", null, 1, 20)]
    [InlineData("page=2147483647&per_page=2147483647", null, 2147483647, 100)]
    [InlineData("page=1&per_page=-5", null, 1, 1)]
    public async Task A_page_says_which_it_is_and_is_never_larger_than_a_hundred(string query, TrackHealthState? state, int page, int perPage)
    {
        await using var host = await AdminHost.StartAsync();
        Show(host, state, page, perPage, 41, Remote());

        var body = Parse(await host.SendAsync("GET", $"{Path}?{query}"));

        Assert.Equal(["data", "total", "page", "per_page", "total_pages"], body.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, body.GetProperty("data").GetArrayLength());
        Assert.Equal((41, page, perPage), (Number(body, "total"), Number(body, "page"), Number(body, "per_page")));
        Assert.Equal((41 + perPage - 1) / perPage, Number(body, "total_pages"));
    }

    [Theory]
    [InlineData("health=")]
    [InlineData("health=Healthy")]
    [InlineData("health=2")]
    [InlineData("health=taken_out")]
    [InlineData("health=%F0%9F%8E%B5")]
    [InlineData("health=healthy%00")]
    [InlineData("health=healthy&health=degraded")]
    [InlineData("page=two")]
    [InlineData("page=1&page=2")]
    [InlineData("page=2147483648")]
    [InlineData("per_page=1e2")]
    [InlineData("per_page=%00")]
    [InlineData("per_page=%F0%9F%8E%B5")]
    public async Task What_is_no_page_and_no_health_is_refused_and_nothing_is_read(string query)
    {
        await using var host = await AdminHost.StartAsync();

        var (status, body) = await host.SendAsync("GET", $"{Path}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("""{"error":""", body, StringComparison.Ordinal);
        Assert.Empty(host.Health.ReceivedCalls());
    }

    [Theory]
    [InlineData(TrackHealthState.Healthy, false, true, true)]
    [InlineData(TrackHealthState.Recovered, false, true, true)]
    [InlineData(TrackHealthState.Degraded, false, true, true)]
    [InlineData(TrackHealthState.Dereferenced, false, true, false)]
    [InlineData(TrackHealthState.Healthy, true, true, false)]
    [InlineData(TrackHealthState.Healthy, false, false, false)]
    public async Task A_track_is_available_unless_it_was_dereferenced_or_taken_out_or_nobody_has_it(TrackHealthState state, bool isTakenOut, bool hasCopy, bool isAvailable)
    {
        await using var host = await AdminHost.StartAsync();
        var track = Samples.Track(local: false);
        var health = new TrackHealth { State = state, IsTakenOut = isTakenOut };
        Show(host, null, 1, 100, 1, new RemoteTrack(track, health, hasCopy ? [CopyOf(track, Origin, "flac", 800)] : [], []));

        var shown = Parse(await host.SendAsync("GET", Path))[0];

        Assert.Equal(isAvailable, shown.GetProperty("is_available").GetBoolean());
        Assert.Equal(hasCopy, shown.GetProperty("remote_uri").ValueKind == JsonValueKind.String);
    }

    [Theory]
    [InlineData("00000000-0000-7000-8000-000000000001", "2026-03-01T12:00:00+00:00")]
    [InlineData("00000000-0000-7000-8000-000000000002", "2026-03-01T12:00:00+00:00")]
    [InlineData("00000000-0000-7000-8000-000000000003", "2026-02-28T12:00:00+00:00")]
    [InlineData("80000000-0000-7000-8000-000000000000", "2026-02-28T12:00:00+00:00")]
    public async Task A_track_of_which_nothing_is_stored_was_checked_when_the_sweep_passed_it(string id, string checkedAt)
    {
        await using var host = await AdminHost.StartAsync();
        var sweep = NoSweep with { Position = new Guid("00000000-0000-7000-8000-000000000002"), RoundStartedAt = Noon, LastRoundStartedAt = Noon.AddDays(-1) };
        host.Tracks.ReadSweepAsync(Arg.Any<CancellationToken>()).Returns(sweep);
        Show(host, null, 1, 100, 1, Remote(Samples.Track(local: false) with { Id = new Guid(id) }));

        Assert.Equal(checkedAt, Parse(await host.SendAsync("GET", Path))[0].GetProperty("last_checked_at").GetString());
    }

    [Fact]
    public async Task A_track_that_the_sweep_never_passed_was_never_checked()
    {
        await using var host = await AdminHost.StartAsync();
        host.Tracks.ReadSweepAsync(Arg.Any<CancellationToken>()).Returns(NoSweep with { RoundStartedAt = Noon });
        Show(host, null, 1, 100, 1, Remote());

        Assert.Equal(JsonValueKind.Null, Parse(await host.SendAsync("GET", Path))[0].GetProperty("last_checked_at").ValueKind);
    }

    [Fact]
    public async Task A_store_that_fails_is_unknown_and_no_empty_list()
    {
        await using var host = await AdminHost.StartAsync();
        host.Health.ListAsync(Arg.Any<TrackHealthState?>(), Arg.Any<int>(), Arg.Any<int>(), Arg.Any<CancellationToken>())
            .ThrowsAsync(new StorageException(StorageFailure.Busy, "busy"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", Path)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", $"{Path}?page=1")).Status);
    }

    private static RemoteTrack Remote(Track? track = null)
    {
        track ??= Samples.Track(local: false);
        return new RemoteTrack(track, TrackHealth.Healthy, [CopyOf(track, Origin, "flac", 800)], []);
    }

    private static Copy CopyOf(Track track, NodeId peer, string format, int? bitrate) => new(Guid.NewGuid(), track.Hash, peer, format, track.FileSize, bitrate, 44_100, Noon);

    private static void Show(AdminHost host, TrackHealthState? state, int page, int perPage, long total, params RemoteTrack[] tracks)
    {
        host.Health.ListAsync(state, page, perPage, Arg.Any<CancellationToken>()).Returns(new RemoteTrackPage(tracks, total));
        host.Store.FindAsync(Arg.Any<IReadOnlyCollection<NodeId>>(), Arg.Any<CancellationToken>()).Returns(new Dictionary<NodeId, PeerRecord>());
    }

    private static JsonElement Parse((HttpStatusCode Status, string Body) answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return JsonElement.Parse(answer.Body);
    }

    private static int Number(JsonElement body, string name) => body.GetProperty(name).GetInt32();
}
