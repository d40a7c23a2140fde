using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Doctor;

/// <summary>The connections to and from peers that live now.</summary>
internal sealed class PeerPaths(PeerConnections outbound, PeerSessions inbound)
{
    /// <summary>Those with one peer, the ones that this node dialled first; each path once.</summary>
    public IReadOnlyList<IrohConnection> Of(NodeId peer) =>
        [.. outbound.ListConnections(peer).Concat(inbound.ListConnections(peer)).DistinctBy(connection => (connection.IsOutbound, connection.Path))];
}
