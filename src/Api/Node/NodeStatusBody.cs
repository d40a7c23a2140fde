namespace SoundTime.Api;

/// <summary>The status as the API writes it: what the Rust node says, and <c>peers_count</c>, which its documents promise (protocol sheet, section 13).</summary>
internal sealed record NodeStatusBody(
    bool Enabled,
    string? NodeId,
    string? RelayUrl,
    bool RelayConnected,
    int DirectAddresses,
    int PeerCount,
    int PeersCount,
    int OnlinePeerCount,
    bool DhtDiscoveryEnabled)
{
    /// <summary>Writes a status.</summary>
    public static NodeStatusBody Of(NodeStatus status) => new(
        status.NodeId is not null,
        status.NodeId?.ToString(),
        status.RelayUrl,
        status.IsRelayConnected,
        status.DirectAddressCount,
        status.PeerCount,
        status.PeerCount,
        status.OnlinePeerCount,
        status.IsDhtDiscoveryEnabled);
}
