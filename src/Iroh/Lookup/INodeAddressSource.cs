namespace SoundTime.Iroh.Lookup;

/// <summary>Where a node may be reached now, as it changes.</summary>
public interface INodeAddressSource
{
    /// <summary>The address now; empty while none is known.</summary>
    NodeAddress Address { get; }

    /// <summary>Waits until the address is another than the known one; at once where it is. Answers the new one.</summary>
    Task<NodeAddress> WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken);
}
