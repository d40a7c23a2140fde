using SoundTime.Storage;

namespace SoundTime.Api;

/// <summary>What the node says of itself on the network.</summary>
public interface INodeStatus
{
    /// <summary>How things stand now.</summary>
    /// <exception cref="StorageException">How many peers there are cannot be read.</exception>
    Task<NodeStatus> ReadAsync(CancellationToken cancellationToken);
}
