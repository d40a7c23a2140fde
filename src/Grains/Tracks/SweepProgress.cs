namespace SoundTime.Grains.Tracks;

/// <summary>How far the sweep over all tracks that peers hold is.</summary>
/// <param name="Position">The last track that it looked at in this round: those up to it were checked since <paramref name="RoundStartedAt"/>; null at the start of a round.</param>
/// <param name="RoundStartedAt">When this round began; null before the first.</param>
/// <param name="LastRoundStartedAt">When the round before began: all tracks after <paramref name="Position"/> were checked since then; null if there was none.</param>
/// <param name="LastSweepAt">When tracks were last looked at; null if never.</param>
/// <param name="Checked">Tracks that this round has looked at.</param>
/// <param name="Here">Those of them whose bytes are here.</param>
/// <param name="WithoutSource">Those of them whose bytes are not here, and that no peer offers that is online.</param>
/// <param name="Restored">Those in trouble that this round has restored.</param>
public sealed record SweepProgress(
    Guid? Position,
    DateTimeOffset? RoundStartedAt,
    DateTimeOffset? LastRoundStartedAt,
    DateTimeOffset? LastSweepAt,
    long Checked,
    long Here,
    long WithoutSource,
    long Restored);
