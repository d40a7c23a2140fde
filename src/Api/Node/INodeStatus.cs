namespace SoundTime.Api;

/// <summary>What the node says of itself on the network.</summary>
public interface INodeStatus
{
    /// <summary>How things stand now, from memory: no waiting, no failing.</summary>
    NodeStatus Read();
}
