namespace SoundTime.Silo.Peers;

/// <summary>What came of asking one peer for its copy.</summary>
internal enum CopyOutcome
{
    /// <summary>The track came, is verified and kept.</summary>
    Delivered,

    /// <summary>It did not come, and that is the peer's doing.</summary>
    Failed,

    /// <summary>The peer does not have it any more.</summary>
    NotHeld,

    /// <summary>The peer was not asked, for a reason of this node.</summary>
    NotAsked,
}
