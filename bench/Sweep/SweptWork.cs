namespace SoundTime.Bench;

/// <summary>What one pass over tracks came to.</summary>
/// <param name="Tracks">How many there were.</param>
/// <param name="Work">What it took.</param>
internal sealed record SweptWork(long Tracks, WorkResult Work);
