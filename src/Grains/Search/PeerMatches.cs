using SoundTime.Grains.Peers;

namespace SoundTime.Grains.Search;

/// <summary>What a peer answered to a question.</summary>
/// <param name="Reply">Whether it answered.</param>
/// <param name="Tracks">What it says to have.</param>
/// <param name="Text">For people: why it did not answer.</param>
public sealed record PeerMatches(PeerReply Reply, IReadOnlyList<PeerMatch> Tracks, string? Text);
