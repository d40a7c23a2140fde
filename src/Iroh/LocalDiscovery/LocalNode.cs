namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>A node that is heard on the local network.</summary>
/// <param name="Address">Where it is said to be. A claim: whoever answers there must hold the node's key.</param>
/// <param name="LastSeen">When it was heard last.</param>
/// <param name="Interfaces">On which network interfaces it is heard.</param>
public sealed record LocalNode(NodeAddress Address, DateTimeOffset LastSeen, IReadOnlyList<string> Interfaces);
