namespace SoundTime.Api.Tests.Support;

/// <summary>A node with the status that the test gives it.</summary>
internal sealed class FakeNode : INodeStatus
{
    public NodeStatus Status { get; set; } = NodeStatus.Disabled;

    public Task<NodeStatus> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Status);
}
