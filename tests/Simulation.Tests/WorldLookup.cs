using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Simulation.Tests;

/// <summary>Finds nodes by their ids, as DNS would.</summary>
internal sealed class WorldLookup(VirtualWorld world) : IAddressLookup
{
    public Task<IReadOnlyList<NodeHost>> FindAsync(NodeId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NodeHost>>(world.Find(id) is { } place ? new NodeAddress(id, place).Hosts : []);
}
