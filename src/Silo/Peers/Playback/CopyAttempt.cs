using SoundTime.Storage.Blobs;
using SoundTime.Storage.Health;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>What came of asking one peer for its copy.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record CopyAttempt(NodeId Peer, CopyOutcome Outcome)
{
    /// <summary>Why it did not come; null if it came, or was not asked for.</summary>
    public CopyFailure? Failure { get; init; }

    /// <summary>What the peer sent; null if it did not begin.</summary>
    public BlobSource? Source { get; init; }

    /// <summary>From its first byte to its last.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether the peer may do better when it is asked again: it began, and did not lie.</summary>
    public bool IsWorthRepeating => Failure is CopyFailure.BrokeOff or CopyFailure.Stalled;

    /// <summary>What counts against the copy, by what is known now: one that broke off may turn out to have been wrong.</summary>
    public CopyFailure? Charge => Outcome == CopyOutcome.Failed && Source is { IsContradicted: true } ? CopyFailure.WrongBytes : Failure;
}
