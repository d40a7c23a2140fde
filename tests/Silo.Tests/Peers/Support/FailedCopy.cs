using SoundTime.Storage.Health;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A strike that the grain of a track was told of.</summary>
/// <param name="Peer">Whose copy.</param>
/// <param name="Failure">Why.</param>
internal sealed record FailedCopy(string Peer, CopyFailure Failure);
