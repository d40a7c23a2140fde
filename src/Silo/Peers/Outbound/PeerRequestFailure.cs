namespace SoundTime.Silo.Peers;

/// <summary>Why a peer did not do what it was asked.</summary>
internal enum PeerRequestFailure
{
    /// <summary>It could not be connected to.</summary>
    Unreachable,

    /// <summary>It was connected to, and did not answer in time.</summary>
    TimedOut,

    /// <summary>The connection ended before the answer did.</summary>
    ConnectionLost,

    /// <summary>It closes our connections because this node is blocked there.</summary>
    BlockedThere,

    /// <summary>It is blocked here.</summary>
    BlockedHere,

    /// <summary>Whether it is blocked here cannot be read, which counts as blocked.</summary>
    BlockListUnreadable,

    /// <summary>It gave up the answer.</summary>
    Refused,

    /// <summary>What it answered is no answer.</summary>
    BadAnswer,

    /// <summary>This node has as many connections open as it may have, all of them in use.</summary>
    TooManyConnections,

    /// <summary>This node stops.</summary>
    Stopping,
}
