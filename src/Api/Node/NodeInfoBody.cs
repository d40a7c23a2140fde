namespace SoundTime.Api;

/// <summary>What anybody may know of this instance (protocol sheet, section 9.6).</summary>
internal sealed record NodeInfoBody(
    string Name,
    string Description,
    string Version,
    long TrackCount,
    int UserCount,
    bool OpenRegistration,
    bool P2pEnabled,
    string? P2pNodeId);
