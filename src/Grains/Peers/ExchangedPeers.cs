namespace SoundTime.Grains.Peers;

/// <summary>What came of an exchange of peers.</summary>
/// <param name="Reply">Whether the peer answered.</param>
/// <param name="Ids">The ids it named, as they came: claims, not checked. At most <see cref="SoundTime.Wire.WireLimits.MaxPeers"/>.</param>
/// <param name="Text">For people: why it did not answer.</param>
public sealed record ExchangedPeers(PeerReply Reply, IReadOnlyList<string> Ids, string? Text);
