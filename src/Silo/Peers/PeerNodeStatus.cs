using SoundTime.Api;
using SoundTime.Iroh;

namespace SoundTime.Silo.Peers;

/// <summary>How this node stands among its peers, for the API.</summary>
internal sealed class PeerNodeStatus(IrohEndpoint endpoint, PeerDirectory directory) : INodeStatus
{
    /// <inheritdoc/>
    public NodeStatus Read()
    {
        var (known, online) = directory.Count();
        return new NodeStatus
        {
            NodeId = endpoint.Id,
            DirectAddressCount = endpoint.LocalEndPoints.Count,
            PeerCount = known,
            OnlinePeerCount = online,
        };
    }
}
