using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SoundTime.Api;
using SoundTime.Grains.Tracks;
using SoundTime.Silo.Metrics;
using SoundTime.Silo.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Storage.Integrity;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Metrics;

public sealed partial class MetricsTextTests : IDisposable
{
    private static readonly NodeId Peer = NodeId.Parse(new string('a', 64));

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ITrackHealthStore _health = Substitute.For<ITrackHealthStore>();
    private readonly ITrackAdministration _administration = Substitute.For<ITrackAdministration>();
    private readonly IIntegrityStore _integrity = Substitute.For<IIntegrityStore>();
    private readonly ManualTime _time = new();

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_line_is_one_that_prometheus_reads_and_every_name_is_described_once()
    {
        Know();
        _ = new PlaybackMetrics(Meters);

        var lines = (await WriteAsync()).Split('\n');

        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1], line => Assert.Matches(Line(), line));
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(types.Distinct(), types);
        Assert.All(
            lines[..^1].Where(line => line[0] != '#'),
            line => Assert.Contains(line.Split('{', ' ')[0], types));
    }

    [Fact]
    public async Task What_is_known_has_its_number()
    {
        Know();

        var lines = (await WriteAsync()).Split('\n');

        Assert.Contains("""soundtime_remote_tracks{health="healthy"} 4""", lines);
        Assert.Contains("""soundtime_remote_tracks{health="dereferenced"} 1""", lines);
        Assert.Contains("soundtime_sweep_last_timestamp_seconds 1772366400", lines);
        Assert.Contains("soundtime_sweep_restored 2", lines);
        Assert.Contains("soundtime_cache_max_bytes 2147483648", lines);
        Assert.Contains("soundtime_cache_evictions_total 0", lines);
        Assert.Contains("""soundtime_findings{kind="rotten_file"} 3""", lines);
        Assert.Contains("""soundtime_findings{kind="rotten_blob"} 0""", lines);
        Assert.Contains("soundtime_scrub_bytes 6", lines);
    }

    [Fact]
    public async Task What_is_unknown_has_no_number()
    {
        _health.CountAsync(Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "busy"));
        _administration.ReadSweepAsync(Arg.Any<CancellationToken>()).Returns((SweepStatus?)null);
        _integrity.CountOpenAsync(Arg.Any<CancellationToken>()).ThrowsAsync(new StorageException(StorageFailure.Busy, "busy"));
        _integrity.FindProgressAsync(Arg.Any<CancellationToken>()).Returns((ScrubProgress?)null);

        var text = await WriteAsync();

        Assert.DoesNotContain("soundtime_remote_tracks", text, StringComparison.Ordinal);
        Assert.DoesNotContain("soundtime_sweep", text, StringComparison.Ordinal);
        Assert.DoesNotContain("soundtime_findings", text, StringComparison.Ordinal);
        Assert.DoesNotContain("soundtime_scrub", text, StringComparison.Ordinal);
        Assert.DoesNotContain("soundtime_cache_bytes", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetches_are_counted_by_their_end_and_failed_copies_by_why()
    {
        Know();
        var playback = new PlaybackMetrics(Meters);
        playback.FetchEnded(FetchOutcome.NoneDelivered, [Failed(CopyFailure.Unreachable), Failed(CopyFailure.WrongBytes), Failed(CopyFailure.Unreachable)]);
        playback.FetchEnded(FetchOutcome.Abandoned, []);
        playback.FetchEnded(FetchOutcome.Delivered, [new CopyAttempt(Peer, CopyOutcome.Delivered)]);

        var lines = (await WriteAsync()).Split('\n');

        Assert.Contains("# TYPE soundtime_fetches_total counter", lines);
        Assert.Contains("""soundtime_fetches_total{outcome="delivered"} 1""", lines);
        Assert.Contains("""soundtime_fetches_total{outcome="none_delivered"} 1""", lines);
        Assert.Contains("""soundtime_fetches_total{outcome="abandoned"} 1""", lines);
        Assert.Contains("""soundtime_copy_failures_total{failure="unreachable"} 2""", lines);
        Assert.Contains("""soundtime_copy_failures_total{failure="wrong_bytes"} 1""", lines);
        Assert.Contains("""soundtime_copy_failures_total{failure="stalled"} 0""", lines);
        Assert.Contains("soundtime_sources_replaced_total 0", lines);
    }

    private static CopyAttempt Failed(CopyFailure failure) => new(Peer, CopyOutcome.Failed) { Failure = failure };

    private void Know()
    {
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        _health.CountAsync(Arg.Any<CancellationToken>()).Returns(new HealthCounts(4, 3, 2, 1));
        _administration.ReadSweepAsync(Arg.Any<CancellationToken>()).Returns(new SweepStatus(null, noon, null, noon, Checked: 500, Here: 20, WithoutSource: 30, Restored: 2));
        _integrity.CountOpenAsync(Arg.Any<CancellationToken>()).Returns(new Dictionary<FindingKind, long> { [FindingKind.RottenFile] = 3 });
        _integrity.FindProgressAsync(Arg.Any<CancellationToken>()).Returns(new ScrubProgress { RoundStartedAt = noon, Checked = 5, Bytes = 6, Found = 7 });
    }

    private async Task<string> WriteAsync()
    {
        var reader = new ContentStatusReader(
            _health, _administration, new BlobStore(_folder.Path), _integrity, _time, NullLogger<ContentStatusReader>.Instance);
        return await new MetricsText(reader, new StatusMetrics(Meters), Meters).WriteAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) soundtime_[a-z_]+ .+|soundtime_[a-z_]+(\{[a-z]+="[a-z_]+"\})? [0-9]+)$""")]
    private static partial Regex Line();
}
