using SoundTime.Wire;

namespace SoundTime.Iroh;

/// <summary>Finds out where a node may be reached that is known by its id alone, or that moved.</summary>
public interface IAddressLookup
{
    /// <summary>What is asked, for people: "DNS dns.example.org", "the local network".</summary>
    string Name { get; }

    /// <summary>
    /// Where the node may be, within the caps of <see cref="NodeAddress"/>; an empty address where nobody knows. What is found is a claim: whoever answers
    /// there must hold the node's key.
    /// </summary>
    /// <exception cref="IOException">It could not be asked, so that nothing is known either way.</exception>
    Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken);
}
