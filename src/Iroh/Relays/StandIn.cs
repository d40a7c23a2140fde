using SoundTime.Iroh.Datagrams;
using SoundTime.Wire;

namespace SoundTime.Iroh.Relays;

/// <summary>A node at a relay, and the address that stands for it.</summary>
internal sealed class StandIn(RelayUrl relay, NodeId node, DatagramAddress address)
{
    public RelayUrl Relay { get; } = relay;

    public NodeId Node { get; } = node;

    public DatagramAddress Address { get; } = address;

    /// <summary>Timestamp of the last datagram from or to it.</summary>
    public long LastTraffic { get; set; }
}
