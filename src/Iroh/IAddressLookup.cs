using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>Finds out where a node may be reached that is known by its id alone, or that moved.</summary>
public interface IAddressLookup
{
    /// <summary>
    /// Where the node may be, at most <see cref="NodeAddress.MaxHosts"/> places; empty where nobody knows. What is found is a claim: whoever answers there must
    /// hold the node's key.
    /// </summary>
    /// <exception cref="IOException">It could not be asked, so that nothing is known either way.</exception>
    Task<IReadOnlyList<NodeHost>> FindAsync(NodeId node, CancellationToken cancellationToken);
}
