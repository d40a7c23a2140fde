using SoundTime.Grains.Tracks;
using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tests.Tracks;

public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Later = TrackLimits.StrikePause;

    [Fact]
    public void Three_failures_in_a_row_dereference_a_track_and_further_ones_are_counted()
    {
        var health = TrackHealth.Healthy;
        var states = new List<(TrackHealthState, int)>();
        for (var failure = 0; failure < 4; failure++)
        {
            health = HealthRules.Failed(health, CopyFailure.Unreachable, Now + (failure * Later));
            states.Add((health.State, health.Strikes));
        }

        Assert.Equal([(TrackHealthState.Degraded, 1), (TrackHealthState.Degraded, 2), (TrackHealthState.Dereferenced, 3), (TrackHealthState.Dereferenced, 4)], states);
        Assert.Equal((CopyFailure.Unreachable, Now + (3 * Later)), (health.LastFailure, health.FailedAt));
    }

    [Fact]
    public void A_failure_soon_after_another_is_the_same_one_remembered_by_the_graver_reason()
    {
        var once = HealthRules.Failed(TrackHealth.Healthy, CopyFailure.BrokeOff, Now);
        var soon = Now + Later - TimeSpan.FromTicks(1);

        Assert.Same(once, HealthRules.Failed(once, CopyFailure.BrokeOff, soon));
        Assert.Same(once, HealthRules.Failed(once, CopyFailure.Unreachable, soon));
        Assert.Equal(once with { LastFailure = CopyFailure.WrongBytes }, HealthRules.Failed(once, CopyFailure.WrongBytes, soon));
        Assert.Equal(2, HealthRules.Failed(once, CopyFailure.BrokeOff, Now + Later).Strikes);
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_no_failure_disappear() =>
        Assert.Equal(2, HealthRules.Failed(HealthRules.Failed(TrackHealth.Healthy, CopyFailure.Stalled, Now), CopyFailure.Stalled, Now.AddYears(-1)).Strikes);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_success_restores_a_track_and_a_failure_right_after_it_counts_as_the_first(int failures)
    {
        var failed = Failed(failures);
        var came = HealthRules.Came(failed, Now.AddMinutes(5));

        Assert.Equal((TrackHealthState.Recovered, 0, Now.AddMinutes(5)), (came.State, came.Strikes, came.RecoveredAt));
        Assert.Equal((failed.LastFailure, failed.FailedAt, failed.Version), (came.LastFailure, came.FailedAt, came.Version));
        Assert.Equal(1, HealthRules.Failed(came, CopyFailure.Refused, failed.FailedAt!.Value.AddSeconds(1)).Strikes);
    }

    [Fact]
    public void Where_nothing_is_known_against_a_track_its_coming_changes_nothing()
    {
        Assert.Same(TrackHealth.Healthy, HealthRules.Came(TrackHealth.Healthy, Now));
        var recovered = HealthRules.Came(Failed(1), Now);
        Assert.Same(recovered, HealthRules.Came(recovered, Now.AddHours(1)));
    }

    [Fact]
    public void What_the_admin_took_out_stays_out_whatever_happens()
    {
        var takenOut = HealthRules.TakenOut(Failed(1));

        Assert.Equal((TrackHealthState.Dereferenced, true), (takenOut.State, takenOut.IsTakenOut));
        Assert.Same(takenOut, HealthRules.TakenOut(takenOut));
        Assert.Same(takenOut, HealthRules.Came(takenOut, Now));
        Assert.Same(takenOut, HealthRules.Looked(takenOut, isHere: true, hasOnlineHolder: true, Now));
        var failed = HealthRules.Failed(takenOut, CopyFailure.Refused, Now.AddHours(9));
        Assert.Equal((TrackHealthState.Dereferenced, true), (failed.State, failed.IsTakenOut));
        Assert.False(HealthRules.NeedsFetch(takenOut with { LastFailure = CopyFailure.WrongBytes }));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public void What_the_admin_takes_in_again_is_well(int failures, bool isTakenOut)
    {
        var seen = isTakenOut ? HealthRules.TakenOut(Failed(failures)) : Failed(failures);

        Assert.Equal(TrackHealth.Healthy with { Version = seen.Version }, HealthRules.TakenIn(seen));
    }

    [Fact]
    public void Taking_in_a_track_that_is_well_changes_nothing() => Assert.Same(TrackHealth.Healthy, HealthRules.TakenIn(TrackHealth.Healthy));

    [Theory]
    [InlineData(CopyFailure.Unreachable, false, true, TrackHealthState.Recovered)]
    [InlineData(CopyFailure.BrokeOff, false, true, TrackHealthState.Recovered)]
    [InlineData(CopyFailure.Stalled, false, true, TrackHealthState.Recovered)]
    [InlineData(CopyFailure.Refused, false, true, TrackHealthState.Recovered)]
    [InlineData(CopyFailure.WrongBytes, false, true, TrackHealthState.Dereferenced)]
    [InlineData(CopyFailure.Unreachable, false, false, TrackHealthState.Dereferenced)]
    [InlineData(CopyFailure.WrongBytes, true, false, TrackHealthState.Healthy)]
    [InlineData(CopyFailure.Unreachable, true, true, TrackHealthState.Healthy)]
    public void A_sweep_restores_what_is_here_and_what_failed_without_a_lie_and_has_a_holder_online(
        CopyFailure failure, bool isHere, bool hasOnlineHolder, TrackHealthState state)
    {
        var seen = Failed(3) with { LastFailure = failure };
        var looked = HealthRules.Looked(seen, isHere, hasOnlineHolder, Now.AddHours(1));

        Assert.Equal((state, state == TrackHealthState.Dereferenced ? 3 : 0), (looked.State, looked.Strikes));
        Assert.Equal(seen.Version, looked.Version);
        Assert.True(state == TrackHealthState.Healthy || looked.CheckedAt == Now.AddHours(1));
    }

    [Fact]
    public void A_sweep_writes_nothing_of_a_track_of_which_nothing_is_stored() =>
        Assert.All([true, false], isHere => Assert.Same(TrackHealth.Healthy, HealthRules.Looked(TrackHealth.Healthy, isHere, hasOnlineHolder: true, Now)));

    private static TrackHealth Failed(int times) => Enumerable.Range(0, times)
        .Aggregate(TrackHealth.Healthy with { Version = 5 }, (health, failure) => HealthRules.Failed(health, CopyFailure.Stalled, Now + (failure * Later)));
}
