using System.Net;
using System.Text.Json;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Integrity;
using StoredFinding = SoundTime.Storage.Integrity.Finding;

namespace SoundTime.Api.Tests;

public sealed class IntegrityTests
{
    private const string Path = "/api/admin/integrity";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public async Task Findings_are_shown_with_what_is_open_and_how_far_the_scrub_is()
    {
        await using var host = await AdminHost.StartAsync();
        var hash = Samples.Hash(0xab);
        Show(host, openOnly: true, 1, 20, 21, new StoredFinding(FindingKind.RottenFile, "/music/a.flac", hash, Noon), new StoredFinding(FindingKind.StrayFile, "/b", null, Noon, Noon.AddHours(1)));
        host.Integrity.CountOpenAsync(Arg.Any<CancellationToken>())
            .Returns(new Dictionary<FindingKind, long> { [FindingKind.RottenFile] = 3, [FindingKind.StrayFile] = 18 });
        host.Integrity.FindProgressAsync(Arg.Any<CancellationToken>()).Returns(
            new ScrubProgress { RoundStartedAt = Noon, Part = ScrubPart.Blobs, Checked = 5, Bytes = 6, Found = 7, NotReachable = 8 });

        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""{"data":[{"kind":"rotten_file","subject":"/music/a.flac","hash":"{{hash}}","found_at":"2026-03-01T12:00:00Z","resolved_at":null},"""
                + """{"kind":"stray_file","subject":"/b","hash":null,"found_at":"2026-03-01T12:00:00Z","resolved_at":"2026-03-01T13:00:00Z"}],"total":21,"page":1,"per_page":20,"total_pages":2"""
                + ""","open":21,"scrub":{"round_started_at":"2026-03-01T12:00:00Z","round_ended_at":null,"part":"blobs","checked":5,"bytes":6,"found":7,"not_reachable":8}}"""),
            await host.SendAsync("GET", Path));
    }

    [Fact]
    public async Task Before_the_first_scrub_there_is_none()
    {
        await using var host = await AdminHost.StartAsync();
        Show(host, openOnly: true, 1, 20, 0);

        Assert.Equal(
            (HttpStatusCode.OK, """{"data":[],"total":0,"page":1,"per_page":20,"total_pages":0,"open":0,"scrub":null}"""), await host.SendAsync("GET", Path));
    }

    [Theory]
    [InlineData("resolved=true&page=2&per_page=7", false, 2, 7)]
    [InlineData("resolved=false", true, 1, 20)]
    [InlineData("page=-3&per_page=1000000", true, 1, 100)]
    public async Task Pages_and_what_is_resolved_can_be_asked_for(string query, bool openOnly, int page, int perPage)
    {
        await using var host = await AdminHost.StartAsync();
        Show(host, openOnly, page, perPage, 1);

        var (status, body) = await host.SendAsync("GET", $"{Path}?{query}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(perPage, JsonElement.Parse(body).GetProperty("per_page").GetInt32());
        await host.Integrity.Received().ListAsync(openOnly, page, perPage, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("resolved=maybe")]
    [InlineData("page=%F0%9F%8E%B5")]
    [InlineData("per_page=1&per_page=2")]
    public async Task What_cannot_be_read_is_refused(string query)
    {
        await using var host = await AdminHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("GET", $"{Path}?{query}")).Status);
        Assert.Empty(host.Integrity.ReceivedCalls());
    }

    [Fact]
    public async Task Findings_that_cannot_be_read_are_unknown_and_not_none()
    {
        await using var host = await AdminHost.StartAsync();
        host.Integrity.ListAsync(Arg.Any<bool>(), Arg.Any<int>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "busy"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.SendAsync("GET", Path)).Status);
    }

    [Fact]
    public async Task A_node_with_findings_is_well_and_says_how_many_there_are()
    {
        await using var host = await AdminHost.StartAsync();
        host.Integrity.CountOpenAsync(Arg.Any<CancellationToken>()).Returns(new Dictionary<FindingKind, long> { [FindingKind.RottenBlob] = 2 });

        var check = await ReadCheckAsync(host);

        Assert.Equal("degraded", check.GetProperty("status").GetString());
        Assert.Contains("2 files", check.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_findings_cannot_be_read_is_well_but_for_them()
    {
        await using var host = await AdminHost.StartAsync();
        host.Integrity.CountOpenAsync(Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "secret"));

        var check = await ReadCheckAsync(host);

        Assert.Equal("degraded", check.GetProperty("status").GetString());
        Assert.DoesNotContain("secret", check.ToString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReadCheckAsync(AdminHost host)
    {
        var (status, body) = await host.SendAsync("GET", "/healthz");
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonElement.Parse(body).GetProperty("checks").GetProperty("integrity");
    }

    private static void Show(AdminHost host, bool openOnly, int page, int perPage, long total, params StoredFinding[] findings) =>
        host.Integrity.ListAsync(openOnly, page, perPage, Arg.Any<CancellationToken>()).Returns(new FindingPage(findings, total));
}
