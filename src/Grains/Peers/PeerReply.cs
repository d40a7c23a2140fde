namespace SoundTime.Grains.Peers;

/// <summary>What came of asking a peer for something.</summary>
public enum PeerReply
{
    /// <summary>It answered, and has processed what it was sent.</summary>
    Done,

    /// <summary>It could not be connected to.</summary>
    Unreachable,

    /// <summary>It was connected to, and did not answer in time.</summary>
    TimedOut,

    /// <summary>It has blocked this node: asking again soon is no use.</summary>
    BlockedThere,

    /// <summary>It is blocked here, or whether it is cannot be read: nothing was sent.</summary>
    BlockedHere,

    /// <summary>What it answered is no answer.</summary>
    BadAnswer,

    /// <summary>This node could not ask: too many connections, or its store failed. Says nothing of the peer.</summary>
    NotAsked,
}
