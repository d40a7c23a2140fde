namespace SoundTime.Grains.Peers;

/// <summary>What came of sending our filter to a peer.</summary>
/// <param name="Reply">Whether the peer took it in.</param>
/// <param name="Version">Which filter it was, in this run; 0 where there was none to send yet.</param>
/// <param name="Text">For people: why it was not taken in.</param>
public sealed record SentFilter(PeerReply Reply, long Version, string? Text);
