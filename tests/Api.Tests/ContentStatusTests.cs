using System.Net;
using System.Text.Json;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Health;

namespace SoundTime.Api.Tests;

public sealed class ContentStatusTests
{
    private const string Path = "/api/p2p/status";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public async Task The_status_tells_healths_sweep_and_cache_behind_the_fields_of_a_rust_node()
    {
        await using var host = await AdminHost.StartAsync();
        host.Health.CountAsync(Arg.Any<CancellationToken>()).Returns(new HealthCounts(4, 3, 2, 1));
        host.Tracks.ReadSweepAsync(Arg.Any<CancellationToken>())
            .Returns(new SweepStatus(Guid.NewGuid(), Noon, Noon.AddDays(-1), Noon.AddMinutes(10), Checked: 500, Here: 20, WithoutSource: 30, Restored: 2));

        var (status, body) = await host.SendAsync("GET", Path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.EndsWith(
            ""","dht_discovery_enabled":false,"tracks":{"healthy":4,"recovered":3,"degraded":2,"dereferenced":1}"""
            + ""","sweep":{"last_sweep_at":"2026-03-01T12:10:00Z","round_started_at":"2026-03-01T12:00:00Z","checked":500,"here":20,"without_source":30,"restored":2}"""
            + ""","cache":{"bytes":null,"max_bytes":2147483648,"blobs":null,"evicted":0}}""",
            body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_fails_is_null_and_hides_no_other()
    {
        await using var host = await AdminHost.StartAsync();
        host.Health.CountAsync(Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "busy"));
        host.Tracks.ReadSweepAsync(Arg.Any<CancellationToken>()).Returns(new SweepStatus(null, null, null, null, 0, 0, 0, 0));

        var body = await ReadAsync(host);

        Assert.Equal(JsonValueKind.Null, body.GetProperty("tracks").ValueKind);
        Assert.Equal(0, body.GetProperty("sweep").GetProperty("checked").GetInt64());
        Assert.Equal(2L << 30, body.GetProperty("cache").GetProperty("max_bytes").GetInt64());
    }

    [Fact]
    public async Task A_source_that_throws_at_once_is_null_too()
    {
        await using var host = await AdminHost.StartAsync();
        host.Health.CountAsync(Arg.Any<CancellationToken>()).Returns(new HealthCounts(1, 0, 0, 0));
        host.Tracks.ReadSweepAsync(Arg.Any<CancellationToken>()).Throws(new InvalidOperationException("no grains"));

        var body = await ReadAsync(host);

        Assert.Equal(1, body.GetProperty("tracks").GetProperty("healthy").GetInt64());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("sweep").ValueKind);
    }

    [Fact]
    public async Task Whoever_asks_again_and_again_does_not_have_the_tables_counted_each_time()
    {
        await using var host = await AdminHost.StartAsync();
        host.Health.CountAsync(Arg.Any<CancellationToken>()).Returns(new HealthCounts(1, 0, 0, 0), new HealthCounts(2, 0, 0, 0));

        Assert.Equal(1, Healthy(await ReadAsync(host)));
        Assert.Equal(1, Healthy(await ReadAsync(host)));
        host.Time.Advance(ContentStatusReader.MaxAge);
        Assert.Equal(2, Healthy(await ReadAsync(host)));
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_unknown_in_time()
    {
        await using var host = await AdminHost.StartAsync();
        var asked = new TaskCompletionSource();
        host.Health.CountAsync(Arg.Any<CancellationToken>()).Returns(_ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<HealthCounts>().Task;
        });

        var answer = ReadAsync(host);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        host.Time.Advance(ContentStatusReader.SourceLimit);

        Assert.Equal(JsonValueKind.Null, (await answer).GetProperty("tracks").ValueKind);
    }

    private static long Healthy(JsonElement status) => status.GetProperty("tracks").GetProperty("healthy").GetInt64();

    private static async Task<JsonElement> ReadAsync(AdminHost host)
    {
        var (status, body) = await host.SendAsync("GET", Path);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonElement.Parse(body);
    }
}
