using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>What the connection doctor found.</summary>
/// <param name="NodeId">The node; null where its key cannot be read.</param>
/// <param name="IsRunning">Whether the node runs: without it, only what can be seen from outside was looked at.</param>
/// <param name="CanBeReached">
/// Whether another node can connect to this one from anywhere: over a relay, or at an address that is not of a private network. False where neither is there, or the node does not run.
/// </param>
/// <param name="Summary">The same in a sentence.</param>
/// <param name="Findings">All that was looked at, check by check.</param>
public sealed record DoctorReport(NodeId? NodeId, bool IsRunning, bool CanBeReached, string Summary, IReadOnlyList<Finding> Findings);
