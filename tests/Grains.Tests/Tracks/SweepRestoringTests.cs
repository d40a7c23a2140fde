using SoundTime.Grains.Tests.Support;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>What a sweep makes of tracks in trouble.</summary>
public sealed class SweepRestoringTests : SweepTests
{
    [Fact]
    public async Task A_track_in_trouble_is_restored_without_a_fetch_when_a_holder_is_online_again()
    {
        AddTrack(1, 1);
        Trouble(1, CopyFailure.Unreachable);
        await KnowAsync(isOnline: false, 1);
        await SweepOnceAsync();
        Assert.Equal((TrackHealthState.Dereferenced, Node.Time.GetUtcNow()), (HealthOf(1).State, HealthOf(1).CheckedAt));

        await KnowAsync(isOnline: true, 1);
        await Node.AdvanceAsync(Interval);
        Assert.Equal((TrackHealthState.Recovered, 0), (HealthOf(1).State, HealthOf(1).Strikes));
        Assert.Empty(Node.TrackLink.Fetches);
    }

    [Fact]
    public async Task A_track_whose_bytes_are_here_is_well_and_nothing_of_it_stays_stored()
    {
        AddTrack(1);
        AddTrack(2);
        Trouble(1, CopyFailure.WrongBytes);
        Node.TrackHealths[HashOf(2)] = new TrackHealth { State = TrackHealthState.Recovered, RecoveredAt = Node.Time.GetUtcNow() };
        Node.TrackLink.Here.UnionWith([HashOf(1), HashOf(2)]);
        await SweepOnceAsync();

        Assert.Equal((TrackHealth.Healthy, TrackHealth.Healthy), (HealthOf(1), HealthOf(2)));
        Assert.Empty(Node.TrackLink.Fetches);
    }

    [Fact]
    public async Task Where_the_disk_cannot_be_read_nothing_is_taken_for_absent_fetched_or_restored()
    {
        await TroubleManyAsync(1);
        AddTrack(2);
        AddTrack(3, 1);
        Trouble(3, CopyFailure.Unreachable);
        Node.TrackLink.IsDiskRead = false;
        await SweepOnceAsync();

        var progress = await ProgressAsync();
        Assert.Equal((3L, 0L, 0L, 0L), (progress.Checked, progress.Here, progress.WithoutSource, progress.Restored));
        Assert.Empty(Node.TrackLink.Fetches);
        Assert.Equal((TrackHealthState.Dereferenced, Node.Time.GetUtcNow()), (HealthOf(1).State, HealthOf(1).CheckedAt));
        Assert.Equal(TrackHealthState.Dereferenced, HealthOf(3).State);
    }

    [Fact]
    public async Task What_the_admin_took_out_stays_out_though_its_bytes_are_here_and_its_holder_is_online()
    {
        AddTrack(1, 1);
        await KnowAsync(isOnline: true, 1);
        await GrainOf(1).DereferenceAsync(Cancel);
        Node.TrackLink.Here.Add(HashOf(1));
        var seen = HealthOf(1);
        await SweepOnceAsync();

        Assert.Equal(seen, HealthOf(1));
    }

    [Fact]
    public async Task Tracks_in_trouble_are_looked_at_before_their_turn_the_longest_unchecked_first()
    {
        await SetAsync(new HealthOptions { TracksPerSweep = 2 });
        for (var track = 1; track <= 9; track++)
        {
            AddTrack(track, 1);
        }

        await KnowAsync(isOnline: true, 1);
        Trouble(7, CopyFailure.Refused, checkedAt: Node.Time.GetUtcNow() - Hour);
        Trouble(8, CopyFailure.Refused, checkedAt: Node.Time.GetUtcNow() - (2 * Hour));
        Trouble(9, CopyFailure.Refused, TrackHealthState.Degraded);
        await SweepOnceAsync();
        Assert.Equal((TrackHealthState.Dereferenced, TrackHealthState.Recovered, TrackHealthState.Recovered), (HealthOf(7).State, HealthOf(8).State, HealthOf(9).State));

        await Node.AdvanceAsync(Interval);
        Assert.Equal(TrackHealthState.Recovered, HealthOf(7).State);
    }

    [Fact]
    public async Task What_came_wrong_is_fetched_within_the_budget_and_what_does_not_fit_is_first_the_next_time()
    {
        await SetAsync(new HealthOptions { FetchBudget = (2 * TestCopies.Size) + 1 });
        await TroubleManyAsync(3);
        await SweepOnceAsync();
        Assert.Equal([HashOf(1), HashOf(2)], Node.TrackLink.Fetches);
        Assert.Null(HealthOf(3).CheckedAt);

        await Node.AdvanceAsync(Interval);
        Assert.Equal([HashOf(1), HashOf(2), HashOf(3), HashOf(1)], Node.TrackLink.Fetches);
        Assert.Equal(TrackHealthState.Dereferenced, HealthOf(1).State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TestCopies.Size - 1)]
    public async Task What_no_budget_holds_is_never_fetched_and_keeps_no_other_from_its_turn(long budget)
    {
        await SetAsync(new HealthOptions { FetchBudget = budget });
        await TroubleManyAsync(1);
        await SweepOnceAsync();

        Assert.Empty(Node.TrackLink.Fetches);
        Assert.Equal((TrackHealthState.Dereferenced, Node.Time.GetUtcNow()), (HealthOf(1).State, HealthOf(1).CheckedAt));
    }

    [Fact]
    public async Task What_came_wrong_is_not_fetched_while_no_holder_is_online()
    {
        await TroubleManyAsync(1);
        await KnowAsync(isOnline: false, 1);
        await SweepOnceAsync();

        Assert.Empty(Node.TrackLink.Fetches);
    }

    [Fact]
    public async Task A_fetched_track_is_well_and_counts_as_restored()
    {
        await TroubleManyAsync(2);
        Node.TrackLink.Fetch = async (hash, cancellationToken) =>
        {
            var grain = Node.Factory.GetGrain<ITrackGrain>(hash.ToString());
            await grain.BeginFetchAsync(OneProcess, cancellationToken);
            await grain.EndFetchAsync(OneProcess, Delivered(1), cancellationToken);
            Node.TrackLink.Here.Add(hash);
            return FetchOutcome.Delivered;
        };
        await SweepOnceAsync();

        Assert.Equal((TrackHealth.Healthy, TrackHealth.Healthy), (HealthOf(1), HealthOf(2)));
        Assert.Equal(2, (await ProgressAsync()).Restored);
    }

    [Fact]
    public async Task Where_a_fetch_is_given_up_the_sweep_fetches_no_more_and_begins_with_another_the_next_time()
    {
        await TroubleManyAsync(3);
        Node.TrackLink.Fetch = (_, _) => Task.FromResult(FetchOutcome.Abandoned);
        await SweepOnceAsync();

        Assert.Equal([HashOf(1)], Node.TrackLink.Fetches);
        Assert.Null(HealthOf(2).CheckedAt);

        await Node.AdvanceAsync(Interval);
        Assert.Equal([HashOf(1), HashOf(2)], Node.TrackLink.Fetches);
    }

    [Fact]
    public async Task A_fetch_that_does_not_end_is_given_up_before_the_next_sweep_and_the_others_have_their_turn()
    {
        await TroubleManyAsync(2);
        Node.TrackLink.Fetch = (_, cancellationToken) => new TaskCompletionSource<FetchOutcome>().Task.WaitAsync(cancellationToken);
        await SweepOnceAsync();
        Assert.Equal(2, (await ProgressAsync()).Checked);
        Assert.Equal([HashOf(1)], Node.TrackLink.Fetches);

        await Node.AdvanceAsync(Interval);
        Assert.Equal([HashOf(1), HashOf(2)], Node.TrackLink.Fetches);
        Assert.Equal(0, Node.Log.Count(84));
    }

    [Fact]
    public async Task A_sweep_that_takes_longer_than_the_interval_is_not_begun_a_second_time_and_goes_on_afterwards()
    {
        await TroubleManyAsync(1);
        var gate = new TaskCompletionSource<FetchOutcome>();
        Node.TrackLink.Fetch = (_, _) => gate.Task;
        await SweepOnceAsync();
        var last = (await ProgressAsync()).LastSweepAt;
        await Node.AdvanceAsync(2 * Interval);
        Assert.Equal(2, Node.Log.Count(84));
        Assert.Equal(last, (await ProgressAsync()).LastSweepAt);

        gate.SetResult(FetchOutcome.NoneDelivered);
        await Node.AdvanceAsync(Interval);
        Assert.Equal(Node.Time.GetUtcNow(), (await ProgressAsync()).LastSweepAt);
    }

    [Fact]
    public async Task A_node_that_stops_ends_the_sweep_without_a_word()
    {
        await TroubleManyAsync(1);
        Node.TrackLink.Fetch = (_, cancellationToken) => new TaskCompletionSource<FetchOutcome>().Task.WaitAsync(cancellationToken);
        await SweepOnceAsync();
        await Node.RestartAsync();

        Assert.Equal(0, Node.Log.Count(83));
        Assert.Null(HealthOf(1).CheckedAt);
    }

    private async Task TroubleManyAsync(int count)
    {
        for (var track = 1; track <= count; track++)
        {
            AddTrack(track, 1);
            Trouble(track, CopyFailure.WrongBytes);
        }

        await KnowAsync(isOnline: true, 1);
    }
}
