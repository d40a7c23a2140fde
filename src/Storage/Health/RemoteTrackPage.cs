namespace SoundTime.Storage.Health;

/// <summary>One page of the tracks that only peers hold.</summary>
/// <param name="Tracks">The page.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record RemoteTrackPage(IReadOnlyList<RemoteTrack> Tracks, long Total);
