namespace SoundTime.Api;

/// <summary>How often a client may ask.</summary>
/// <param name="Burst">So often at once, at least 1.</param>
/// <param name="Pause">The time in which one more comes back, above zero.</param>
public sealed record RequestRate(int Burst, TimeSpan Pause);
