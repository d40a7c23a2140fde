using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>How the node stands on the network (protocol sheet, section 9.3).</summary>
public sealed record NodeStatus
{
    /// <summary>A node whose P2P is off.</summary>
    public static NodeStatus Disabled { get; } = new();

    /// <summary>The node's own id; null where P2P is off.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>The relay it is reached through, as peers write its URL; null without one.</summary>
    public string? RelayUrl { get; init; }

    /// <summary>Whether it is connected to that relay now.</summary>
    public bool IsRelayConnected { get; init; }

    /// <summary>How many addresses of its own it knows.</summary>
    public int DirectAddressCount { get; init; }

    /// <summary>How many peers it knows.</summary>
    public int PeerCount { get; init; }

    /// <summary>How many of them are online.</summary>
    public int OnlinePeerCount { get; init; }

    /// <summary>Whether it finds peers through the DHT.</summary>
    public bool IsDhtDiscoveryEnabled { get; init; }
}
