namespace SoundTime.Api;

/// <summary>What came of a sync, as the API writes it. Errors are tracks that the peer says to have and that did not come.</summary>
internal sealed record SyncResultBody(string? PeerId, long TracksSynced, long TracksAlreadyKnown, long Errors, double DurationSecs);
