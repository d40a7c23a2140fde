using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tracks;

/// <summary>
/// What happens to a track's health. Each rule answers the health that follows from the one that was seen, and that very one where nothing is to be written. What the admin took out stays out.
/// </summary>
internal static class HealthRules
{
    /// <summary>No copy came. Failures soon after another are the same one; it is remembered by the graver reason.</summary>
    public static TrackHealth Failed(TrackHealth seen, CopyFailure failure, DateTimeOffset now)
    {
        if (IsSameFailure(seen, now))
        {
            return failure > seen.LastFailure ? seen with { LastFailure = failure } : seen;
        }

        var strikes = seen.Strikes + 1;
        return seen with
        {
            State = seen.IsTakenOut || strikes >= TrackLimits.MaxStrikes ? TrackHealthState.Dereferenced : TrackHealthState.Degraded,
            Strikes = strikes,
            LastFailure = failure,
            FailedAt = now,
        };
    }

    /// <summary>The track came. Where nothing was known against it, there is nothing to write.</summary>
    public static TrackHealth Came(TrackHealth seen, DateTimeOffset now) => seen.IsTakenOut || !IsTroubled(seen) ? seen : Recovered(seen, now);

    /// <summary>The admin takes it out.</summary>
    public static TrackHealth TakenOut(TrackHealth seen) => seen.IsTakenOut ? seen : seen with { State = TrackHealthState.Dereferenced, IsTakenOut = true };

    /// <summary>The admin takes it in again, as one that is well.</summary>
    public static TrackHealth TakenIn(TrackHealth seen) => seen is { IsTakenOut: false, State: TrackHealthState.Healthy } ? seen : AsHealthy(seen);

    /// <summary>
    /// The sweep looked at it. Its bytes are here: it is well. A holder is online again, and what failed was not what it sent: that counts as having come. Otherwise it stays as it is, and only the
    /// time is kept.
    /// </summary>
    public static TrackHealth Looked(TrackHealth seen, bool isHere, bool hasOnlineHolder, DateTimeOffset now) =>
        seen.IsTakenOut || seen.Version == 0 ? seen
        : isHere ? AsHealthy(seen)
        : CanReturn(seen, hasOnlineHolder) ? Recovered(seen, now) with { CheckedAt = now }
        : seen with { CheckedAt = now };

    /// <summary>Whether only its bytes can say that it is well again.</summary>
    public static bool NeedsFetch(TrackHealth seen) => !seen.IsTakenOut && IsTroubled(seen) && seen.LastFailure == CopyFailure.WrongBytes;

    /// <summary>Whether something is known against it.</summary>
    public static bool IsTroubled(TrackHealth health) => health.State is TrackHealthState.Degraded or TrackHealthState.Dereferenced;

    private static bool CanReturn(TrackHealth seen, bool hasOnlineHolder) => IsTroubled(seen) && hasOnlineHolder && !NeedsFetch(seen);

    private static TrackHealth Recovered(TrackHealth seen, DateTimeOffset now) => seen with { State = TrackHealthState.Recovered, Strikes = 0, RecoveredAt = now };

    /// <summary>Of a track that is well nothing is stored.</summary>
    private static TrackHealth AsHealthy(TrackHealth seen) => TrackHealth.Healthy with { Version = seen.Version };

    /// <summary>A clock that was set back makes no failure disappear.</summary>
    private static bool IsSameFailure(TrackHealth seen, DateTimeOffset now) =>
        seen.Strikes > 0 && seen.FailedAt is { } failedAt && now >= failedAt && now - failedAt < TrackLimits.StrikePause;
}
