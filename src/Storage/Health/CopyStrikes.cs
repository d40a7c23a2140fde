using SoundTime.Wire;

namespace SoundTime.Storage.Health;

/// <summary>What is known against one peer's copy of a track.</summary>
/// <param name="Peer">Whose copy.</param>
/// <param name="Count">How often in a row it did not come, at least 1.</param>
/// <param name="LastFailure">Why it did not, the last time.</param>
/// <param name="FailedAt">When that was.</param>
public sealed record CopyStrikes(NodeId Peer, int Count, CopyFailure LastFailure, DateTimeOffset FailedAt);
