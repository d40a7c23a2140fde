using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>A peer that is known from now on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Ping">Whether it answered at once.</param>
public sealed record AddedPeer(NodeId Id, PeerPing Ping);
