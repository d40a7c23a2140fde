using SoundTime.Wire;

namespace SoundTime.Grains.PeerExchange;

/// <summary>An id that waits to be asked.</summary>
/// <param name="Id">The id, a claim.</param>
/// <param name="Sender">Who named it.</param>
internal readonly record struct NamedPeer(NodeId Id, NodeId Sender);
