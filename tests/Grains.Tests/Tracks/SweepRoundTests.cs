using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>The sweep goes round all tracks, by a reminder, and remembers where it was.</summary>
public sealed class SweepRoundTests : SweepTests
{
    [Fact]
    public async Task The_reminder_comes_once_each_interval_and_not_at_the_start()
    {
        AddTrack(1, 1);
        await Sweep.StartAsync(Cancel);
        await Node.AdvanceAsync(Interval - Second);
        Assert.Null((await ProgressAsync()).LastSweepAt);

        await Node.AdvanceAsync(Second);
        Assert.Equal(Node.Time.GetUtcNow(), (await ProgressAsync()).LastSweepAt);
        await Node.AdvanceAsync(Interval);
        Assert.Equal(Node.Time.GetUtcNow(), (await ProgressAsync()).LastSweepAt);
    }

    [Fact]
    public async Task Restarts_put_no_sweep_off()
    {
        AddTrack(1, 1);
        for (var start = 0; start < 12; start++)
        {
            await Sweep.StartAsync(Cancel);
            await Node.AdvanceAsync(Minute);
            await Node.RestartAsync();
        }

        Assert.NotNull((await ProgressAsync()).LastSweepAt);
    }

    [Fact]
    public async Task Another_interval_counts_from_the_next_start()
    {
        AddTrack(1, 1);
        await SweepOnceAsync();
        await SetAsync(new HealthOptions { Interval = Hour });
        await Sweep.StartAsync(Cancel);
        var last = (await ProgressAsync()).LastSweepAt;
        await Node.AdvanceAsync(59 * Minute);
        Assert.Equal(last, (await ProgressAsync()).LastSweepAt);

        await Node.AdvanceAsync(Minute);
        Assert.Equal(Node.Time.GetUtcNow(), (await ProgressAsync()).LastSweepAt);
    }

    [Fact]
    public async Task Each_sweep_looks_at_the_next_tracks_and_the_one_after_the_last_begins_a_round_anew()
    {
        await SetAsync(new HealthOptions { TracksPerSweep = 2 });
        for (var track = 1; track <= 5; track++)
        {
            AddTrack(track, 1);
        }

        var begun = Node.Time.GetUtcNow() + Interval;
        await SweepOnceAsync();
        Assert.Equal(new SweepProgress(Node.Tracks[HashOf(2)].Id, begun, null, begun, 2, 0, 2, 0), await ProgressAsync());

        await Node.AdvanceAsync(Interval);
        Assert.Equal((Node.Tracks[HashOf(4)].Id, 4), ((await ProgressAsync()).Position, (await ProgressAsync()).Checked));

        await Node.AdvanceAsync(Interval);
        Assert.Equal(new SweepProgress(null, begun, begun, begun + (2 * Interval), 5, 0, 5, 0), await ProgressAsync());

        await Node.AdvanceAsync(Interval);
        var again = begun + (3 * Interval);
        Assert.Equal(new SweepProgress(Node.Tracks[HashOf(2)].Id, again, begun, again, 2, 0, 2, 0), await ProgressAsync());
    }

    [Fact]
    public async Task A_sweep_goes_on_after_a_kill_where_it_was()
    {
        await SetAsync(new HealthOptions { TracksPerSweep = 1 });
        AddTrack(1, 1);
        AddTrack(2, 1);
        AddTrack(3, 1);
        await SweepOnceAsync();
        await Node.KillAsync();
        await Node.AdvanceAsync(Interval);

        Assert.Equal((Node.Tracks[HashOf(2)].Id, 2), ((await ProgressAsync()).Position, (await ProgressAsync()).Checked));
    }

    [Fact]
    public async Task Tracks_of_our_own_are_passed_over_without_ending_the_sweep()
    {
        await SetAsync(new HealthOptions { TracksPerSweep = 2 });
        for (var track = 1; track <= 9; track++)
        {
            AddTrack(track, 1);
        }

        for (var track = 1; track <= 6; track++)
        {
            MakeLocal(track);
        }

        await SweepOnceAsync();
        Assert.Equal((Node.Tracks[HashOf(8)].Id, 2), ((await ProgressAsync()).Position, (await ProgressAsync()).Checked));
    }

    [Fact]
    public async Task It_counts_what_is_here_and_what_has_no_source()
    {
        AddTrack(1, 1);
        AddTrack(2, 2);
        AddTrack(3, 1, 2);
        AddTrack(4);
        await KnowAsync(isOnline: true, 1);
        Node.TrackLink.Here.Add(HashOf(4));
        await SweepOnceAsync();

        var progress = await ProgressAsync();
        Assert.Equal((4, 1, 1), (progress.Checked, progress.Here, progress.WithoutSource));
    }

    [Fact]
    public async Task Tracks_that_are_well_cost_no_write()
    {
        for (var track = 1; track <= 1_200; track++)
        {
            AddTrack(track, 1);
        }

        await SetAsync(new HealthOptions { TracksPerSweep = 2_000 });
        await SweepOnceAsync();

        Assert.Equal(1_200, (await ProgressAsync()).Checked);
        Assert.Empty(Node.TrackHealths.Writes);
    }

    [Fact]
    public async Task What_follows_is_written_a_page_at_a_time()
    {
        for (var track = 1; track <= 1_200; track++)
        {
            AddTrack(track, 1);
            Trouble(track, CopyFailure.Stalled);
        }

        await KnowAsync(isOnline: true, 1);
        await SetAsync(new HealthOptions { TracksPerSweep = 1_200 });
        await SweepOnceAsync();

        Assert.Equal([500, 500, 200], Node.TrackHealths.Writes.Take(3));
        Assert.Equal(1_200, (await ProgressAsync()).Restored);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_of_once_writes_nothing_and_is_tried_at_the_next_reminder()
    {
        AddTrack(1, 1);
        Trouble(1, CopyFailure.Stalled);
        await KnowAsync(isOnline: true, 1);
        var seen = HealthOf(1);
        Node.TrackHealths.Faults.IsFailing = true;
        await SweepOnceAsync();
        await Node.AdvanceAsync(3 * Interval);
        Assert.Equal(1, Node.Log.Count(83));
        Assert.Equal(seen, HealthOf(1));
        Assert.Null((await ProgressAsync()).LastSweepAt);
        Assert.Null((await ProgressAsync()).LastRoundStartedAt);

        Node.TrackHealths.Faults.IsFailing = false;
        await Node.AdvanceAsync(Interval);
        Assert.Equal(TrackHealthState.Recovered, HealthOf(1).State);
        Assert.Equal((1, 1), ((await ProgressAsync()).Checked, (await ProgressAsync()).Restored));
    }

    [Fact]
    public async Task A_position_that_cannot_be_written_ends_the_sweep_and_the_next_one_goes_on()
    {
        await Sweep.StartAsync(Cancel);
        AddTrack(1, 1);
        Node.States.Faults.IsFailing = true;
        await Node.AdvanceAsync(Interval);
        Assert.Equal(1, Node.Log.Count(83));

        Node.States.Faults.IsFailing = false;
        await Node.AdvanceAsync(Interval);
        await Node.KillAsync();
        Assert.Equal(1, (await ProgressAsync()).Checked);
    }
}
