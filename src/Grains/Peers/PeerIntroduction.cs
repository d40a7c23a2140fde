using SoundTime.Storage.Peers;

namespace SoundTime.Grains.Peers;

/// <summary>How a peer is introduced to this node.</summary>
/// <param name="Trust">By whom. A trusted peer does not become a stranger again.</param>
/// <param name="Hosts">Where it may be, <c>host:port</c> each; empty where only its id is known. At most <see cref="PeerRecord.MaxHosts"/>.</param>
public sealed record PeerIntroduction(PeerTrust Trust, IReadOnlyList<string> Hosts);
