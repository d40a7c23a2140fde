namespace SoundTime.Bench;

/// <summary>What went over all pairs.</summary>
/// <param name="Datagrams">How many arrived.</param>
/// <param name="Seconds">In how long.</param>
/// <param name="Microseconds">How long each was under way; nothing when only their number counts.</param>
internal sealed record PairsResult(long Datagrams, double Seconds, double[] Microseconds);
