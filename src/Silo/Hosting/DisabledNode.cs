using SoundTime.Api;

namespace SoundTime.Silo.Hosting;

/// <summary>The status of a node that talks to no others.</summary>
internal sealed class DisabledNode : INodeStatus
{
    /// <inheritdoc/>
    public Task<NodeStatus> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(NodeStatus.Disabled);
}
