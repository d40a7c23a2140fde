namespace SoundTime.Api;

/// <summary>Why the bytes of a known track cannot be had.</summary>
public enum TrackContentFailure
{
    /// <summary>We do not hold it, and nobody says to hold it at this moment. Answered 410.</summary>
    NoCopy,

    /// <summary>Peers hold it, none of which can be reached now. Answered 503; trying again may help.</summary>
    PeersUnreachable,

    /// <summary>Peers were reached, and none delivered it: refused, or not these bytes. Answered 503; trying again may help.</summary>
    Refused,

    /// <summary>This node fetches as many tracks as it may at once. Answered 503; trying again helps.</summary>
    Busy,

    /// <summary>Only peers that are blocked here hold it. Answered 403.</summary>
    Blocked,

    /// <summary>Only peers hold it, and P2P is off. Answered 503.</summary>
    NodeDisabled,

    /// <summary>The admin took it out. Answered 410.</summary>
    TakenOut,

    /// <summary>It failed three times in a row, and nobody who says to hold it is online. Answered 410; it comes back by itself when one of them does.</summary>
    Dereferenced,
}
