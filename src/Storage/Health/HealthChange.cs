using SoundTime.Wire;

namespace SoundTime.Storage.Health;

/// <summary>A health to be written, over the one that was seen.</summary>
/// <param name="Hash">The track.</param>
/// <param name="Health">Its new health, with the <see cref="TrackHealth.Version"/> of the one that was seen.</param>
public sealed record HealthChange(BlobHash Hash, TrackHealth Health);
