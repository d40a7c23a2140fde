using SoundTime.Wire;

namespace SoundTime.Storage.Peers;

/// <summary>That there is a filter of a peer, and since when.</summary>
/// <param name="Peer">Whose filter.</param>
/// <param name="ReceivedAt">When it came: another filter, another time.</param>
public readonly record struct FilterStamp(NodeId Peer, DateTimeOffset ReceivedAt);
