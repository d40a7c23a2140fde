using SoundTime.Grains.Tests.Support;
using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tests.Tracks;

/// <summary>What failures and deliveries mean for a track, its copies and its peers.</summary>
public sealed class StrikeTests : TrackTests
{
    [Fact]
    public async Task Three_fetches_that_fail_dereference_a_track_and_one_that_comes_restores_it()
    {
        AddTrack(1, 1);
        for (var failure = 1; failure <= 3; failure++)
        {
            await FailAsync(1);
            Assert.Equal((failure < 3 ? TrackHealthState.Degraded : TrackHealthState.Dereferenced, failure), (HealthOf(1).State, HealthOf(1).Strikes));
            await Node.AdvanceAsync(TrackLimits.StrikePause);
        }

        await GrainOf(1).EndFetchAsync(OneProcess, Delivered(1), Cancel);
        Assert.Equal((TrackHealthState.Recovered, 0, Node.Time.GetUtcNow()), (HealthOf(1).State, HealthOf(1).Strikes, HealthOf(1).RecoveredAt));
    }

    [Fact]
    public async Task A_listener_who_tries_again_at_once_is_no_further_strike()
    {
        AddTrack(1, 1);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await FailAsync(1);
        }

        Assert.Equal(1, HealthOf(1).Strikes);
        Assert.Single(Node.TrackHealths.Writes);
    }

    [Fact]
    public async Task Strikes_outlive_the_node()
    {
        AddTrack(1, 1);
        for (var failure = 0; failure < 3; failure++)
        {
            await FailAsync(1);
            await Node.KillAsync();
            await Node.AdvanceAsync(TrackLimits.StrikePause);
        }

        Assert.Equal(FetchVerdict.Dereferenced, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task A_track_that_is_well_and_comes_writes_nothing()
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        await GrainOf(1).EndFetchAsync(OneProcess, Delivered(1), Cancel);

        Assert.Empty(Node.TrackHealths.Writes);
        Assert.Equal(0, Node.TrackHealths.StrikeWrites);
    }

    [Fact]
    public async Task What_this_node_gave_up_for_reasons_of_its_own_is_no_strike()
    {
        AddTrack(1, 1);
        await GrainOf(1).BeginFetchAsync(OneProcess, Cancel);
        await GrainOf(1).EndFetchAsync(OneProcess, new FetchEnd(FetchOutcome.Abandoned, null, 0, 0, null), Cancel);

        Assert.Equal(TrackHealth.Healthy, HealthOf(1));
    }

    [Fact]
    public async Task Strikes_of_copies_are_counted_each_and_end_with_a_delivery_of_that_copy_alone()
    {
        AddTrack(1, 1, 2);
        await GrainOf(1).CopyFailedAsync(IdOf(1), CopyFailure.Unreachable, Cancel);
        await GrainOf(1).CopyFailedAsync(IdOf(1), CopyFailure.Stalled, Cancel);
        await GrainOf(1).CopyFailedAsync(IdOf(2), CopyFailure.BrokeOff, Cancel);
        Assert.Equal(new CopyStrikes(TestNode.IdOf(1), 2, CopyFailure.Stalled, Node.Time.GetUtcNow()), Node.TrackHealths.StrikesOf(HashOf(1), TestNode.IdOf(1)));

        await GrainOf(1).EndFetchAsync(OneProcess, Delivered(1), Cancel);

        Assert.Null(Node.TrackHealths.StrikesOf(HashOf(1), TestNode.IdOf(1)));
        Assert.Equal(1, Node.TrackHealths.StrikesOf(HashOf(1), TestNode.IdOf(2))?.Count);
    }

    [Fact]
    public async Task Wrong_bytes_count_against_their_peer_and_other_failures_do_not()
    {
        AddTrack(1, 1, 2);
        var (liar, other) = (await Node.MeetAsync(1), await Node.MeetAsync(2));
        await GrainOf(1).CopyFailedAsync(liar.Key, CopyFailure.WrongBytes, Cancel);
        foreach (var failure in new[] { CopyFailure.Unreachable, CopyFailure.Refused, CopyFailure.BrokeOff, CopyFailure.Stalled })
        {
            await GrainOf(2 + (int)failure).CopyFailedAsync(other.Key, failure, Cancel);
        }

        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal((1, 0), (Node.PeerStore[liar.Id]!.FailedDeliveries, Node.PeerStore[other.Id]!.FailedDeliveries));
        Assert.Equal([other.Key, liar.Key], (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Copies.Select(copy => copy.Peer));
    }

    [Fact]
    public async Task A_delivery_makes_its_peer_proven_and_says_how_fast_it_is()
    {
        AddTrack(1, 1);
        var peer = await Node.MeetAsync();
        await GrainOf(1).EndFetchAsync(OneProcess, Delivered(1, 10_000_000, 2), Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);

        var record = Node.PeerStore[peer.Id]!;
        Assert.Equal((5_000_000, Node.Time.GetUtcNow()), (record.DeliveryRate, record.DeliveredAt));
        Assert.True(Assert.Single((await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Copies).IsProven);
    }

    [Fact]
    public async Task A_peers_grain_that_fails_fails_no_fetch()
    {
        AddTrack(1, 1);
        Node.PeerStore.Faults.IsFailing = true;

        await GrainOf(1).CopyFailedAsync(IdOf(1), CopyFailure.WrongBytes, Cancel);
        await GrainOf(1).EndFetchAsync(OneProcess, None(CopyFailure.WrongBytes), Cancel);

        Assert.Equal(1, Node.TrackHealths.StrikesOf(HashOf(1), TestNode.IdOf(1))?.Count);
        Assert.Equal(1, HealthOf(1).Strikes);
        Assert.Equal(1, Node.Log.Count(81));
    }

    [Fact]
    public async Task A_strike_is_counted_though_somebody_else_writes_at_the_same_time()
    {
        AddTrack(1, 1);
        Node.TrackHealths[HashOf(1)] = new TrackHealth { State = TrackHealthState.Degraded, Strikes = 1 };
        var writes = 0;
        Node.TrackHealths.Saving = () =>
        {
            if (++writes <= 2)
            {
                Node.TrackHealths[HashOf(1)] = HealthOf(1) with { CheckedAt = Node.Time.GetUtcNow() };
            }
        };

        await FailAsync(1);

        Assert.Equal((TrackHealthState.Degraded, 2, Node.Time.GetUtcNow()), (HealthOf(1).State, HealthOf(1).Strikes, HealthOf(1).CheckedAt));
    }

    [Fact]
    public async Task A_track_that_is_gone_from_the_catalogue_ends_no_fetch_with_an_error()
    {
        await GrainOf(1).EndFetchAsync(OneProcess, None(CopyFailure.Refused), Cancel);

        Assert.Equal(1, Node.Log.Count(80));
    }

    [Fact]
    public async Task A_store_that_fails_is_an_error_to_who_tells_of_a_failure()
    {
        AddTrack(1, 1);
        Node.TrackHealths.Faults.IsFailing = true;

        await Assert.ThrowsAsync<IOException>(() => GrainOf(1).CopyFailedAsync(IdOf(1), CopyFailure.Refused, Cancel));
        await Assert.ThrowsAsync<IOException>(() => GrainOf(1).EndFetchAsync(OneProcess, None(CopyFailure.Refused), Cancel));
    }

    [Fact]
    public async Task What_the_admin_took_out_is_not_fetched_until_it_is_taken_in_again()
    {
        AddTrack(1, 1);
        await KnowAsync(isOnline: true, 1);
        Assert.True(await GrainOf(1).DereferenceAsync(Cancel));
        Assert.Equal(FetchVerdict.TakenOut, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);

        await GrainOf(1).EndFetchAsync(OneProcess, Delivered(1), Cancel);
        Assert.Equal(FetchVerdict.TakenOut, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);

        Assert.True(await GrainOf(1).RereferenceAsync(Cancel));
        Assert.Equal(TrackHealth.Healthy, HealthOf(1));
        Assert.Equal(FetchVerdict.Granted, (await GrainOf(1).BeginFetchAsync(OneProcess, Cancel)).Verdict);
    }

    [Fact]
    public async Task The_admin_takes_out_and_in_only_what_peers_alone_hold()
    {
        AddTrack(1, 1);
        MakeLocal(1);

        Assert.False(await GrainOf(1).DereferenceAsync(Cancel));
        Assert.False(await GrainOf(1).RereferenceAsync(Cancel));
        Assert.False(await GrainOf(2).DereferenceAsync(Cancel));
    }

    [Fact]
    public async Task The_admin_is_told_where_a_track_cannot_be_taken_out_because_others_write_without_end()
    {
        AddTrack(1, 1);
        Node.TrackHealths[HashOf(1)] = new TrackHealth { State = TrackHealthState.Degraded, Strikes = 1 };
        Node.TrackHealths.Saving = () => Node.TrackHealths[HashOf(1)] = HealthOf(1);

        await Assert.ThrowsAsync<IOException>(() => GrainOf(1).DereferenceAsync(Cancel));
    }
}
