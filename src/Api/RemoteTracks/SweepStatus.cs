namespace SoundTime.Api;

/// <summary>How far the sweep over all tracks that only peers hold is. It goes round and round, in the order of their ids.</summary>
/// <param name="Position">The last track that it looked at in this round; null at the start of a round.</param>
/// <param name="RoundStartedAt">When this round began; null before the first.</param>
/// <param name="LastRoundStartedAt">When the round before began; null if there was none.</param>
/// <param name="LastSweepAt">When tracks were last looked at; null if never.</param>
/// <param name="Checked">Tracks that this round has looked at.</param>
/// <param name="Here">Those of them whose bytes are here.</param>
/// <param name="WithoutSource">Those of them whose bytes are not here, and that no peer offers that is online.</param>
/// <param name="Restored">Those in trouble that this round has restored.</param>
public sealed record SweepStatus(
    Guid? Position,
    DateTimeOffset? RoundStartedAt,
    DateTimeOffset? LastRoundStartedAt,
    DateTimeOffset? LastSweepAt,
    long Checked,
    long Here,
    long WithoutSource,
    long Restored)
{
    /// <summary>Since when at the latest the sweep has looked at a track; null if it never has.</summary>
    public DateTimeOffset? CheckedSince(Guid track) => Position is { } position && track.CompareTo(position) <= 0 ? RoundStartedAt : LastRoundStartedAt;
}
