namespace SoundTime.Storage.Health;

/// <summary>What comes next in a walk over the tracks that only peers hold.</summary>
/// <param name="Tracks">Them, in the order of their ids.</param>
/// <param name="Position">Where to go on; null where the walk has come to its end.</param>
public sealed record SweepPage(IReadOnlyList<SweptTrack> Tracks, Guid? Position);
