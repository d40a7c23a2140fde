namespace SoundTime.Api;

/// <summary>What came of asking a peer, in short.</summary>
public enum PeerPingOutcome
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It answered, but not what it was asked.</summary>
    UnexpectedAnswer,

    /// <summary>It did not answer, or was not asked.</summary>
    Failed,
}
