using SoundTime.Api;
using SoundTime.Iroh;
using SoundTime.Iroh.Relays;
using SoundTime.Storage.Peers;

namespace SoundTime.Silo.Peers;

/// <summary>How this node stands among its peers, for the API.</summary>
internal sealed class PeerNodeStatus(IrohEndpoint endpoint, IPeerStore peers) : INodeStatus
{
    /// <inheritdoc/>
    public async Task<NodeStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var home = endpoint.Relays.FirstOrDefault(relay => relay.IsHome);
        var counts = await peers.CountAsync(cancellationToken);
        return new NodeStatus
        {
            NodeId = endpoint.Id,
            RelayUrl = home?.Url.Text,
            IsRelayConnected = home?.State == RelayState.Connected,
            DirectAddressCount = endpoint.Address.Hosts.Count,
            PeerCount = counts.Known,
            OnlinePeerCount = counts.Online,
        };
    }
}
