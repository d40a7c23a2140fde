using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Simulation.Tests;

/// <summary>Finds nodes by their ids, as DNS would.</summary>
internal sealed class WorldLookup(VirtualWorld world) : IAddressLookup
{
    public string Name => "the world";

    public Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken) =>
        Task.FromResult(world.Find(node) is { } place ? new NodeAddress(node, place) : new NodeAddress(node));
}
