namespace SoundTime.Iroh.Relays;

/// <summary>How this node stands with a relay.</summary>
public enum RelayState
{
    /// <summary>It is not needed now: no peer lives there, and another is the home.</summary>
    Unused,

    /// <summary>It is being connected to, for the first time or again.</summary>
    Connecting,

    /// <summary>It takes and brings datagrams.</summary>
    Connected,

    /// <summary>It does not let this node in: the token is missing or wrong.</summary>
    Denied,
}
