namespace SoundTime.Api;

/// <summary>
/// The status as the API writes it: what the Rust node says, with <c>peers_count</c>, which its documents promise (protocol sheet, section 13); then, of ours, how the tracks that only peers hold do,
/// each part of which is null where it is unknown.
/// </summary>
internal sealed record NodeStatusBody(
    bool Enabled,
    string? NodeId,
    string? RelayUrl,
    bool RelayConnected,
    int DirectAddresses,
    int PeerCount,
    int PeersCount,
    int OnlinePeerCount,
    bool DhtDiscoveryEnabled,
    TrackCountsBody? Tracks,
    SweepBody? Sweep,
    CacheBody? Cache)
{
    /// <summary>Writes a status.</summary>
    public static NodeStatusBody Of(NodeStatus status, ContentStatus tracks) => new(
        status.NodeId is not null,
        status.NodeId?.ToString(),
        status.RelayUrl,
        status.IsRelayConnected,
        status.DirectAddressCount,
        status.PeerCount,
        status.PeerCount,
        status.OnlinePeerCount,
        status.IsDhtDiscoveryEnabled,
        TrackCountsBody.Of(tracks.Health),
        SweepBody.Of(tracks.Sweep),
        CacheBody.Of(tracks.Cache));
}
