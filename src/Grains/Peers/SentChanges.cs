namespace SoundTime.Grains.Peers;

/// <summary>What came of sending a peer some changes of our tracks.</summary>
/// <param name="Reply">Whether it has processed all that was sent.</param>
/// <param name="Last">Up to which change it has processed ours; what was asked for if nothing was sent, or nothing of it was processed.</param>
/// <param name="Count">How many tracks it was told of and has processed.</param>
/// <param name="IsEnd">Whether there was nothing after <paramref name="Last"/> when it was sent.</param>
/// <param name="Text">For people: why not all was processed.</param>
public sealed record SentChanges(PeerReply Reply, long Last, int Count, bool IsEnd, string? Text);
