namespace SoundTime.Api;

/// <summary>What came of a sync.</summary>
/// <param name="TracksSynced">Tracks of the peer that were not known before.</param>
/// <param name="TracksAlreadyKnown">Tracks of the peer that were.</param>
/// <param name="Missing">Tracks that the peer says to have and that did not come, or could not be kept.</param>
/// <param name="Duration">How long it took.</param>
public sealed record LibrarySyncResult(long TracksSynced, long TracksAlreadyKnown, long Missing, TimeSpan Duration);
