namespace SoundTime.Api;

/// <summary>How far the sweep is, as the API writes it: the numbers are those of the round that goes on.</summary>
/// <param name="LastSweepAt">When tracks were last looked at; UTC, so that it is written with a <c>Z</c>, as the time below.</param>
/// <param name="RoundStartedAt">When the round began.</param>
/// <param name="Checked">Tracks that it has looked at.</param>
/// <param name="Here">Those of them whose bytes are here.</param>
/// <param name="WithoutSource">Those of them whose bytes are not here, and that no peer offers that is online.</param>
/// <param name="Restored">Those in trouble that it has restored.</param>
internal sealed record SweepBody(DateTime? LastSweepAt, DateTime? RoundStartedAt, long Checked, long Here, long WithoutSource, long Restored)
{
    /// <summary>Writes a sweep; null where it is unknown, or there is none.</summary>
    public static SweepBody? Of(SweepStatus? sweep) => sweep is null
        ? null
        : new(sweep.LastSweepAt?.UtcDateTime, sweep.RoundStartedAt?.UtcDateTime, sweep.Checked, sweep.Here, sweep.WithoutSource, sweep.Restored);
}
