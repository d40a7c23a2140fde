using SoundTime.Storage.Health;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.Health;

/// <summary>What every store of healths promises.</summary>
public abstract partial class TrackHealthConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private ITrackHealthStore Health => Stores.Health;

    private static TrackHealth Degraded => new() { State = TrackHealthState.Degraded, Strikes = 1, LastFailure = CopyFailure.Stalled };

    private static TrackHealth TakenOut => new() { State = TrackHealthState.Dereferenced, IsTakenOut = true };

    private static TrackHealth Recovered => new() { State = TrackHealthState.Recovered };

    [Fact]
    public async Task A_track_of_which_nothing_is_stored_is_healthy()
    {
        await AnnounceAsync(1, 1);

        Assert.Equal(TrackHealth.Healthy, await FindAsync(1));
        Assert.Equal(TrackHealth.Healthy, await FindAsync(2));
    }

    [Fact]
    public async Task What_is_saved_is_found_whole()
    {
        await AnnounceAsync(1, 1);
        var now = Time.GetUtcNow();
        var health = new TrackHealth
        {
            State = TrackHealthState.Dereferenced,
            Strikes = 7,
            IsTakenOut = true,
            LastFailure = CopyFailure.WrongBytes,
            FailedAt = now.AddMicroseconds(1),
            RecoveredAt = now.AddDays(-400).ToOffset(TimeSpan.FromHours(2)),
            CheckedAt = now.AddMinutes(1),
        };

        Assert.Equal(1, await SaveAsync(1, health));

        AssertSame(health, await FindAsync(1));
        await ReopenAsync();
        AssertSame(health, await FindAsync(1));
    }

    [Fact]
    public async Task A_health_is_written_only_over_the_one_that_was_seen()
    {
        await AnnounceAsync(1, 1);
        Assert.Equal(1, await SaveAsync(1, Degraded));
        var seen = await FindAsync(1);
        Assert.Equal(1, await SaveAsync(1, seen with { Strikes = 2 }));

        Assert.Equal(0, await SaveAsync(1, seen with { Strikes = 9 }));
        Assert.Equal(0, await SaveAsync(1, TrackHealth.Healthy with { Version = seen.Version }));
        Assert.Equal(0, await SaveAsync(1, Degraded));
        Assert.Equal(0, await SaveAsync(1, TrackHealth.Healthy));

        AssertSame(Degraded with { Strikes = 2 }, await FindAsync(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_writers_that_saw_the_same_at_once_one_wins(bool isStored)
    {
        await AnnounceAsync(1, 1);
        if (isStored)
        {
            await SaveAsync(1, Degraded);
        }

        var seen = await FindAsync(1);
        var written = await Task.WhenAll(Enumerable.Range(2, 8).Select(strikes => SaveAsync(1, Degraded with { Strikes = strikes, Version = seen.Version })));

        Assert.Equal(1, written.Sum());
        AssertSame(Degraded with { Strikes = Array.IndexOf(written, 1) + 2 }, await FindAsync(1));
        Assert.Equal(new HealthCounts(0, 0, 1, 0), await Health.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_was_removed_and_written_anew_is_not_taken_for_what_it_was()
    {
        await AnnounceAsync(1, 1);
        await SaveAsync(1, Degraded);
        var first = await FindAsync(1);
        await SaveAsync(1, TrackHealth.Healthy with { Version = first.Version });
        await SaveAsync(1, Degraded);

        Assert.Equal(0, await SaveAsync(1, first with { Strikes = 2 }));

        AssertSame(Degraded, await FindAsync(1));
    }

    [Fact]
    public async Task A_health_with_nothing_but_its_last_check_is_not_kept()
    {
        await AnnounceAsync(1, 1);
        var isChecked = TrackHealth.Healthy with { CheckedAt = Time.GetUtcNow() };

        Assert.Equal(1, await SaveAsync(1, isChecked));
        Assert.Equal(TrackHealth.Healthy, await FindAsync(1));

        await SaveAsync(1, Degraded);
        Assert.Equal(1, await SaveAsync(1, isChecked with { Version = (await FindAsync(1)).Version }));
        Assert.Equal(TrackHealth.Healthy, await FindAsync(1));
        Assert.Equal(new HealthCounts(1, 0, 0, 0), await Health.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_a_healthy_track_once_had_is_kept()
    {
        await AnnounceAsync(1, 1);
        var health = TrackHealth.Healthy with { LastFailure = CopyFailure.Refused, FailedAt = Time.GetUtcNow() };

        await SaveAsync(1, health);

        AssertSame(health, await FindAsync(1));
        Assert.Equal(new HealthCounts(1, 0, 0, 0), await Health.CountAsync(Cancel));
        AssertSame(health, Assert.Single((await Health.ListAsync(TrackHealthState.Healthy, 1, 10, Cancel)).Tracks).Health);
    }

    [Fact]
    public async Task A_batch_writes_what_is_current_and_passes_over_the_rest()
    {
        await AnnounceAsync(1, 1, 2, 3, 4);
        await SaveAsync(2, Degraded);
        await SaveAsync(3, Degraded);
        var (second, third) = (await FindAsync(2), await FindAsync(3));

        var written = await Health.SaveAsync(
            [
                new HealthChange(Sample.Hash(4), TakenOut),
                new HealthChange(Sample.Hash(9), Degraded),
                new HealthChange(Sample.Hash(3), TrackHealth.Healthy with { Version = third.Version }),
                new HealthChange(Sample.Hash(2), second with { Strikes = 2, Version = second.Version ^ 1 }),
                new HealthChange(Sample.Hash(4), Degraded),
                new HealthChange(Sample.Hash(8), TrackHealth.Healthy),
                new HealthChange(Sample.Hash(1), TrackHealth.Healthy),
            ],
            Cancel);

        Assert.Equal(3, written);
        Assert.Equal(TrackHealth.Healthy, await FindAsync(1));
        Assert.Equal(second, await FindAsync(2));
        Assert.Equal(TrackHealth.Healthy, await FindAsync(3));
        AssertSame(TakenOut, await FindAsync(4));
        Assert.Equal(0, await Health.SaveAsync([], Cancel));
    }

    [Fact]
    public async Task A_large_batch_is_written_at_once()
    {
        int[] numbers = [.. Enumerable.Range(0, 1_200)];
        await AnnounceAsync(1, numbers);

        Assert.Equal(1_200, await Health.SaveAsync([.. numbers.Select(number => new HealthChange(Sample.Hash(number), Degraded))], Cancel));

        Assert.Equal(new HealthCounts(0, 0, 1_200, 0), await Health.CountAsync(Cancel));
    }

    [Fact]
    public async Task Batches_that_meet_in_any_order_are_all_written()
    {
        int[] numbers = [.. Enumerable.Range(0, 100)];
        await AnnounceAsync(1, numbers);

        var written = await Task.WhenAll(Enumerable.Range(0, 6).Select(seed =>
        {
            var changes = numbers.Select(number => new HealthChange(Sample.Hash(number), Degraded)).ToArray();
            new Random(seed).Shuffle(changes);
            return Health.SaveAsync(changes[..70], Cancel);
        }));

        var counts = await Health.CountAsync(Cancel);
        Assert.Equal((written.Sum(), 100 - written.Sum()), (counts.Degraded, counts.Healthy));
    }

    [Fact]
    public async Task A_health_goes_with_its_track()
    {
        await AnnounceAsync(1, 1);
        await SaveAsync(1, TakenOut);

        await Stores.Catalogue.RemoveCopyAsync(Sample.Node(1), Sample.Hash(1), Cancel);
        Assert.Equal(TrackHealth.Healthy, await FindAsync(1));
        Assert.Equal(new HealthCounts(0, 0, 0, 0), await Health.CountAsync(Cancel));

        await AnnounceAsync(1, 1);
        Assert.Equal(TrackHealth.Healthy, await FindAsync(1));
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_healthy() => await AssertUnknownOnceBrokenAsync(
        () => FindAsync(1),
        () => Health.ListStrikesAsync(Sample.Hash(1), Cancel),
        () => SaveAsync(1, Degraded),
        () => Health.AddStrikeAsync(Sample.Hash(1), Sample.Node(1), CopyFailure.Refused, Time.GetUtcNow(), Cancel),
        () => Health.ClearStrikesAsync(Sample.Hash(1), Sample.Node(1), Cancel),
        () => Health.ListNextAsync(null, 10, Cancel),
        () => Health.ListTroubledAsync(10, Cancel),
        () => Health.CountAsync(Cancel),
        () => Health.ListAsync(null, 1, 10, Cancel));

    /// <summary>Versions are the store's.</summary>
    private static void AssertSame(TrackHealth expected, TrackHealth actual)
    {
        Assert.NotEqual(0, actual.Version);
        Assert.Equal(expected with { Version = 0 }, actual with { Version = 0 });
    }

    private Task<TrackHealth> FindAsync(int track) => Health.FindAsync(Sample.Hash(track), Cancel);

    private Task<int> SaveAsync(int track, TrackHealth health) => Health.SaveAsync([new HealthChange(Sample.Hash(track), health)], Cancel);

    private async Task AnnounceAsync(int peer, params int[] tracks)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        await Stores.Catalogue.RecordAnnouncementsAsync(Sample.Node(peer), [.. tracks.Select(track => Sample.Announcement(track))], Cancel);
    }

    private async Task ImportAsync(int track)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        await Stores.Catalogue.ImportAsync(Sample.Import(track, $"/music/{track}"), Cancel);
    }
}
