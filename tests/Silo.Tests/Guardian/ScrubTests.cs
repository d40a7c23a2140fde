using NSubstitute;
using SoundTime.Import;
using SoundTime.Silo.Guardian;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Integrity;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Guardian;

public sealed class ScrubTests : IAsyncLifetime
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly ManualTime _time = new();
    private readonly CollectedLog<Scrub> _log = new();
    private HeldFiles? _held;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HeldFiles Held => _held!;

    private IIntegrityStore Findings => Held.Stores.Integrity;

    public async ValueTask InitializeAsync() => _held = await HeldFiles.OpenAsync(_time, Cancel);

    public ValueTask DisposeAsync() => Held.DisposeAsync();

    [Fact]
    public async Task A_round_finds_what_is_wrong_with_files_and_blobs_and_says_how_it_ended()
    {
        var rotten = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(rotten.Path, 3);
        await Held.AddFileAsync("b.flac");
        var blob = await Held.AddBlobAsync(1);
        HeldFiles.Rot(Held.PathOf(blob), 3);
        await File.WriteAllTextAsync(Path.Combine(Held.BlobFolder, "stray"), "", Cancel);
        using var scrub = Create();

        await scrub.StartAsync(Cancel);
        var progress = await WaitForEndAsync();

        Assert.Equal(
            [FindingKind.RottenFile, FindingKind.RottenBlob, FindingKind.StrayFile], (await Findings.ListOpenAsync(Cancel)).Select(finding => finding.Kind));
        Assert.Equal((3L, 3000L, 3L, 0L), (progress.Checked, progress.Bytes, progress.Found, progress.NotReachable));
        Assert.False(Held.Blobs.Contains(blob));
        await scrub.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_next_round_begins_an_interval_after_the_start_of_the_last_and_tells_what_is_known_no_second_time()
    {
        var start = _time.GetUtcNow();
        HeldFiles.Rot((await Held.AddFileAsync("a.flac")).Path, 3);
        using var scrub = Create();
        await scrub.StartAsync(Cancel);
        await WaitForEndAsync();

        await AdvanceAsync(Month - TimeSpan.FromSeconds(1), Scrub.RoundInterval);
        Assert.Equal(start, (await Findings.FindProgressAsync(Cancel))!.RoundStartedAt);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Waiting.UntilAsync(async () => await Findings.FindProgressAsync(Cancel) is { RoundEndedAt: not null } progress && progress.RoundStartedAt == start + Month, Cancel);
        await scrub.StopAsync(Cancel);
        Assert.Equal(1, CountLines("other bytes"));
        Assert.Equal(2, CountLines("has read all files"));
    }

    [Fact]
    public async Task A_round_that_saw_no_file_is_none_and_the_next_reads_what_came_since()
    {
        using var scrub = Create();
        await scrub.StartAsync(Cancel);
        await WaitForEndAsync();
        Assert.Equal(0, CountLines("has read all files"));
        HeldFiles.Rot((await Held.AddFileAsync("a.flac")).Path, 3);

        await Waiting.UntilAsync(() => _time.HasTimerIn(Scrub.RoundInterval), Cancel, _time.ToString);
        _time.Advance(Scrub.RoundInterval);

        await Waiting.UntilAsync(async () => await Findings.FindProgressAsync(Cancel) is { RoundEndedAt: not null, Checked: 1, Found: 1 }, Cancel);
        await Waiting.UntilAsync(() => CountLines("has read all files") == 1, Cancel);
        await scrub.StopAsync(Cancel);
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        var before = await Held.AddFileAsync("a.flac");
        var last = await Held.AddFileAsync("b.flac");
        var after = await Held.AddFileAsync("c.flac");
        HeldFiles.Rot(before.Path, 3);
        HeldFiles.Rot(after.Path, 3);
        var start = _time.GetUtcNow() - TimeSpan.FromDays(3);
        await Findings.SaveProgressAsync(new ScrubProgress { RoundStartedAt = start, Position = last.Path, Checked = 2, Bytes = 2000 }, Cancel);
        using var scrub = Create();

        await scrub.StartAsync(Cancel);
        var progress = await WaitForEndAsync();
        await scrub.StopAsync(Cancel);

        Assert.Equal((start, 3L, 3000L), (progress.RoundStartedAt, progress.Checked, progress.Bytes));
        Assert.Equal(after.Path, Assert.Single(await Findings.ListOpenAsync(Cancel)).Subject);
    }

    [Fact]
    public async Task It_keeps_to_its_budget_and_notes_how_far_it_is()
    {
        // A hundred bytes a second: ten seconds for each file.
        var first = await Held.AddFileAsync("a.flac");
        await Held.AddFileAsync("b.flac");
        using var scrub = Create(rate: 100);

        await scrub.StartAsync(Cancel);
        await WaitForTimerAsync(TimeSpan.FromSeconds(10));
        Assert.Null((await Findings.FindProgressAsync(Cancel))!.Position);
        _time.Advance(TimeSpan.FromSeconds(10));

        await WaitForTimerAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(first.Path, (await Findings.FindProgressAsync(Cancel))!.Position);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, (await WaitForEndAsync()).Checked);
        await scrub.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("13:00-14:00", 60)]
    [InlineData("23:00-02:00", 660)]
    [InlineData("11:00-12:00", 1380)]
    public async Task It_reads_at_its_hours_only(string text, int minutesUntil)
    {
        // The clock stands at noon.
        HeldFiles.Rot((await Held.AddFileAsync("a.flac")).Path, 3);
        Assert.True(ScrubHours.TryParse(text, out var hours));
        using var scrub = Create(hours: hours);

        await scrub.StartAsync(Cancel);
        await AdvanceAsync(TimeSpan.FromMinutes(minutesUntil - 1), Scrub.HourInterval);
        Assert.Empty(await Findings.ListOpenAsync(Cancel));
        _time.Advance(Scrub.HourInterval);

        await WaitForEndAsync();
        Assert.Single(await Findings.ListOpenAsync(Cancel));
        await scrub.StopAsync(Cancel);
    }

    [Fact]
    public async Task It_goes_by_the_clock_on_the_wall_when_that_is_put_forward()
    {
        // On March 1st at 14:00 the clocks are put forward to 16:00: from noon it is two hours until four o'clock.
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new DateTime(2026, 1, 1), new DateTime(2026, 12, 31), TimeSpan.FromHours(2),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 14, 0, 0), 3, 1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 1));
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.Zero, "Test", "Test", "Test, summer", [rule]);
        await Held.AddFileAsync("a.flac");
        using var scrub = Create(hours: new ScrubHours(new TimeOnly(16, 0), new TimeOnly(17, 0)), zone: zone);

        await scrub.StartAsync(Cancel);
        await AdvanceAsync(TimeSpan.FromMinutes(119), Scrub.HourInterval);
        Assert.Null((await Findings.FindProgressAsync(Cancel))!.RoundEndedAt);
        _time.Advance(Scrub.HourInterval);

        await WaitForEndAsync();
        await scrub.StopAsync(Cancel);
    }

    [Fact]
    public async Task On_a_full_disk_it_waits_says_so_once_and_keeps_what_it_found_when_there_is_room()
    {
        var file = await Held.AddFileAsync("a.flac");
        HeldFiles.Rot(file.Path, 3);
        await Held.AddFileAsync("b.flac");
        var isFull = true;
        var findings = Substitute.For<IIntegrityStore>();
        findings.FindProgressAsync(Arg.Any<CancellationToken>()).Returns(_ => Findings.FindProgressAsync(Cancel));
        findings.SaveProgressAsync(Arg.Any<ScrubProgress>(), Arg.Any<CancellationToken>()).Returns(call => Findings.SaveProgressAsync(call.Arg<ScrubProgress>(), Cancel));
        findings.RecordRottenAsync(Arg.Any<LocalFile>(), Arg.Any<CancellationToken>()).Returns(call => isFull
            ? throw new StorageException(StorageFailure.DiskFull, "The disk is full.")
            : Findings.RecordRottenAsync(call.Arg<LocalFile>(), Cancel));
        using var scrub = Create(findings: findings);

        await scrub.StartAsync(Cancel);
        for (var tries = 0; tries < 3; tries++)
        {
            await WaitForTimerAsync(Scrub.RetryDelay);
            Assert.Null((await Findings.FindProgressAsync(Cancel))!.Position);
            isFull = tries < 2;
            _time.Advance(Scrub.RetryDelay);
        }

        await WaitForEndAsync();
        await scrub.StopAsync(Cancel);
        Assert.Equal(file.Path, Assert.Single(await Findings.ListOpenAsync(Cancel)).Subject);
        Assert.Equal(1, CountLines("The disk is full"));
    }

    private Scrub Create(long? rate = null, ScrubHours? hours = null, TimeZoneInfo? zone = null, IIntegrityStore? findings = null)
    {
        var clock = new LocalClock(_time, zone ?? TimeZoneInfo.Utc);
        findings ??= Findings;
        return new Scrub(
            findings, new IntegrityCheck(Held.Stores.Catalogue, Held.Blobs, new ReadBudget(rate, clock), []), new FindingRecorder(findings, Held.Blobs),
            new ScrubSchedule(hours, Month), clock, _log);
    }

    private async Task<ScrubProgress> WaitForEndAsync()
    {
        await Waiting.UntilAsync(async () => await Findings.FindProgressAsync(Cancel) is { RoundEndedAt: not null }, Cancel, _time.ToString);
        return (await Findings.FindProgressAsync(Cancel))!;
    }

    private Task WaitForTimerAsync(TimeSpan due) => Waiting.UntilAsync(() => _time.HasTimerIn(due), Cancel, _time.ToString);

    /// <summary>Moves the clock step by step, each when the one before has been noticed.</summary>
    private async Task AdvanceAsync(TimeSpan time, TimeSpan step)
    {
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            await Waiting.UntilAsync(() => _time.NextTimer is not null, Cancel, _time.ToString);
            _time.Advance(left < step ? left : step);
        }

        await Waiting.UntilAsync(() => _time.NextTimer is not null, Cancel, _time.ToString);
    }

    private int CountLines(string text) => _log.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));
}
