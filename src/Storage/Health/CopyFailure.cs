namespace SoundTime.Storage.Health;

/// <summary>Why a peer's copy did not come. Its numbers are what the tables keep.</summary>
public enum CopyFailure
{
    /// <summary>The peer could not be connected to, or did not begin to answer in time.</summary>
    Unreachable = 0,

    /// <summary>The peer answered, and sends nothing: it refused, or blocks this node.</summary>
    Refused = 1,

    /// <summary>The peer began, and broke off.</summary>
    BrokeOff = 2,

    /// <summary>The peer began, and then sent nothing for too long, or too little.</summary>
    Stalled = 3,

    /// <summary>What the peer sent is not the track: other bytes, more or fewer than it announced.</summary>
    WrongBytes = 4,
}
