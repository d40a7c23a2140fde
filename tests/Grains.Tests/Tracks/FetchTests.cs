using SoundTime.Grains.Tests.Support;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>Whether a track may be fetched, from whom, and by which process.</summary>
public sealed class FetchTests : TrackTests
{
    [Fact]
    public async Task A_fetch_is_granted_with_the_copies_in_order()
    {
        AddTrack(1, 3, 2, 1);
        await KnowAsync(isOnline: true, 1, 2, 3);

        var start = await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);

        Assert.Equal(FetchVerdict.Granted, start.Verdict);
        Assert.Equal([IdOf(1), IdOf(3), IdOf(2)], start.Copies.Select(copy => copy.Peer));
        Assert.All(start.Copies, copy => Assert.Equal((TestCopies.Size, true, false), (copy.FileSize, copy.IsOnline, copy.IsProven)));
    }

    [Fact]
    public async Task A_copy_of_a_peer_that_is_not_known_is_asked_too()
    {
        AddTrack(1, 9);

        var start = await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);

        Assert.False(Assert.Single(start.Copies).IsOnline);
    }

    [Fact]
    public async Task While_one_process_fetches_another_waits_and_the_same_may_ask_again()
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);

        Assert.Equal(FetchVerdict.RunsElsewhere, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
        Assert.False(await GrainOf(1).RenewFetchAsync(OtherProcess, Cancel));
    }

    [Theory]
    [InlineData(FetchOutcome.Delivered)]
    [InlineData(FetchOutcome.NoneDelivered)]
    [InlineData(FetchOutcome.Abandoned)]
    public async Task The_end_of_a_fetch_frees_it_however_it_ended(FetchOutcome outcome)
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);

        await GrainOf(1).EndFetchAsync(OneProcess, new FetchEnd(outcome, outcome == FetchOutcome.Delivered ? IdOf(1) : null, 0, 0, null), Cancel);

        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
        Assert.False(await GrainOf(1).RenewFetchAsync(OneProcess, Cancel));
    }

    [Fact]
    public async Task A_fetch_that_is_not_renewed_is_free_after_a_minute_and_one_that_is_stays_held()
    {
        AddTrack(1, 1);
        AddTrack(2, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        await GrainOf(2).BeginFetchAsync(OneProcess, Cancel);
        for (var renewal = 0; renewal < 9; renewal++)
        {
            await Node.AdvanceAsync(TrackLimits.FetchRenewal);
            Assert.True(await GrainOf(2).RenewFetchAsync(OneProcess, Cancel));
        }

        Assert.Equal(FetchVerdict.RunsElsewhere, (await GrainOf(2).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_fetch_is_held_for_a_whole_minute()
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        await Node.AdvanceAsync(TrackLimits.FetchHold - TimeSpan.FromMilliseconds(1));
        Assert.Equal(FetchVerdict.RunsElsewhere, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);

        await Node.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_process_that_lost_its_fetch_neither_frees_that_of_another_nor_counts_as_its_failure()
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        await Node.AdvanceAsync(TrackLimits.FetchHold);
        await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel);

        await GrainOf(1).EndFetchAsync(OneProcess, None(CopyFailure.Stalled), Cancel);

        Assert.Equal(FetchVerdict.RunsElsewhere, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
        Assert.Equal(TrackHealth.Healthy, HealthOf(1));
    }

    [Fact]
    public async Task A_fetch_ends_with_the_life_of_the_node_that_granted_it()
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        await Node.KillAsync();

        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_track_that_no_peer_offers()
    {
        AddTrack(1);

        Assert.Equal(FetchVerdict.NoCopy, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
        Assert.Equal(FetchVerdict.NoCopy, (await GrainOf(2).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task Blocked_peers_are_left_out_and_said_to_be_blocked_where_there_are_no_others()
    {
        AddTrack(1, 1, 2);
        await KnowAsync(isOnline: true, 1, 2);
        Node.Blocks.Block(TestNode.IdOf(1));
        Assert.Equal(IdOf(2), Assert.Single((await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Copies).Peer);

        Node.Blocks.Block(TestNode.IdOf(2));
        Assert.Equal(FetchVerdict.Blocked, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_dereferenced_track_is_fetched_while_a_holder_is_online_and_only_then()
    {
        AddTrack(1, 1, 2);
        await KnowAsync(isOnline: false, 1, 2);
        Node.TrackHealths[HashOf(1)] = new TrackHealth { State = TrackHealthState.Dereferenced, Strikes = 3 };
        Assert.Equal(FetchVerdict.Dereferenced, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);

        await KnowAsync(isOnline: true, 2);
        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);

        Node.Blocks.Block(TestNode.IdOf(2));
        Assert.Equal(FetchVerdict.Dereferenced, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_degraded_track_is_fetched_though_no_holder_is_online()
    {
        AddTrack(1, 1);
        await KnowAsync(isOnline: false, 1);
        Node.TrackHealths[HashOf(1)] = new TrackHealth { State = TrackHealthState.Degraded, Strikes = 2 };

        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_refused_fetch_is_held_by_nobody()
    {
        AddTrack(1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        AddTrack(1, 1);

        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_store_that_fails_is_an_error_and_never_no_copy()
    {
        AddTrack(1, 1);
        foreach (var faults in new[] { Node.TrackHealths.Faults, Node.CatalogueFaults, Node.Blocks.Faults, Node.PeerStore.Faults })
        {
            faults.IsFailing = true;
            await Assert.ThrowsAsync<IOException>(() => GrainOf(1).BeginFetchAsync(OneProcess, Cancel));
            faults.IsFailing = false;
        }

        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OtherProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task The_key_is_a_hash() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Node.Factory.GetGrain<ITrackGrain>("song").BeginFetchAsync(OneProcess, Cancel));
}
