namespace SoundTime.Iroh;

/// <summary>Who or what ended a connection.</summary>
public enum CloseCause
{
    /// <summary>The peer closed it, with an application code.</summary>
    ClosedByPeer,

    /// <summary>This side closed it, with an application code.</summary>
    ClosedLocally,

    /// <summary>Nothing came within the idle or handshake time limit.</summary>
    TimedOut,

    /// <summary>The peer answered with a stateless reset (RFC 9000, section 10.3).</summary>
    Reset,

    /// <summary>A side broke the protocol, or TLS failed.</summary>
    TransportError,
}
