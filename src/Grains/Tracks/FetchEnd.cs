using SoundTime.Storage.Health;

namespace SoundTime.Grains.Tracks;

/// <summary>How a fetch ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Peer">Who delivered it: a node's id in 64 hex digits; null unless delivered.</param>
/// <param name="Bytes">Bytes that this peer sent.</param>
/// <param name="Seconds">How long it sent them, from its first byte to its last.</param>
/// <param name="Failure">Why it did not come, if none delivered: the gravest of all copies' failures.</param>
public sealed record FetchEnd(FetchOutcome Outcome, string? Peer, long Bytes, double Seconds, CopyFailure? Failure);
