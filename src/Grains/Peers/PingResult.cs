namespace SoundTime.Grains.Peers;

/// <summary>What came of a Ping.</summary>
/// <param name="Reply">Whether it was answered.</param>
/// <param name="TrackCount">How many tracks the peer says to have; null where it did not answer.</param>
/// <param name="Version">The version it says to be.</param>
/// <param name="Text">For people: why it was not answered.</param>
public sealed record PingResult(PeerReply Reply, long? TrackCount, string? Version, string? Text);
