namespace SoundTime.Iroh;

/// <summary>Why a node could not be connected to.</summary>
public enum ConnectFailure
{
    /// <summary>No address of the node is known.</summary>
    NoAddress,

    /// <summary>No address answered in time.</summary>
    TimedOut,

    /// <summary>Somebody answered who does not hold the node's key.</summary>
    WrongIdentity,

    /// <summary>The other side does not speak our protocol (ALPN).</summary>
    NoCommonProtocol,

    /// <summary>The other side refused the handshake or closed before it ended.</summary>
    Refused,

    /// <summary>A node does not connect to itself.</summary>
    Self,

    /// <summary>This endpoint is closed, or has as many connections as it may have.</summary>
    EndpointUnavailable,
}
