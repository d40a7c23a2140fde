using SoundTime.Grains.Contract.Orleans.Support;
using SoundTime.Grains.Contract.Support;
using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;

namespace SoundTime.Grains.Contract.Orleans;

/// <summary>The node's own grains, of which Orleans checks every message when a silo starts.</summary>
public sealed class NodeGrainTests() : GrainContract(new ClusterHost())
{
    [Fact]
    public void The_grains_of_the_node_are_known_to_the_cluster()
    {
        Assert.NotNull(Grains.GetGrain<IPeerGrain>(new string('a', 64)));
        Assert.NotNull(Grains.GetGrain<IPeerExchangeGrain>(PeerExchangeKey.Value));
    }
}
