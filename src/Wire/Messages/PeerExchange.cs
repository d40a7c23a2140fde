namespace SoundTime.Wire.Messages;

/// <summary>A list of known nodes, as request and as its answer.</summary>
/// <param name="Peers">Node ids as text, at most <see cref="WireLimits.MaxPeers"/>.</param>
public sealed record PeerExchange(IReadOnlyList<string> Peers) : Message;
