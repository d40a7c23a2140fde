using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>Finds the grains of peers.</summary>
internal static class PeerGrains
{
    /// <summary>The grain of a peer, whose key is the peer's id.</summary>
    public static IPeerGrain GetPeer(this IGrainFactory grains, NodeId peer) => grains.GetGrain<IPeerGrain>(peer.ToString());
}
