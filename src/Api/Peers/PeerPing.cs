namespace SoundTime.Api;

/// <summary>What came of asking a peer.</summary>
/// <param name="Outcome">In short.</param>
/// <param name="TrackCount">How many tracks it says to have; 0 where it did not answer.</param>
/// <param name="Version">The version it says to be; null where it did not say.</param>
/// <param name="Failure">For people: why it did not answer; null where it did.</param>
public sealed record PeerPing(PeerPingOutcome Outcome, long TrackCount, string? Version, string? Failure);
