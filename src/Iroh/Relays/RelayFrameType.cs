namespace SoundTime.Iroh.Relays;

/// <summary>What a message between a relay and its client is: its first byte (iroh sheet, section 3.2).</summary>
public enum RelayFrameType : byte
{
    /// <summary>The server's 16 random bytes that the client is to sign.</summary>
    ServerChallenge = 0,

    /// <summary>The client's id and its signature.</summary>
    ClientAuth = 1,

    /// <summary>The client is who it says.</summary>
    ServerConfirmsAuth = 2,

    /// <summary>The client is not let in; a reason follows.</summary>
    ServerDeniesAuth = 3,

    /// <summary>A datagram to another node.</summary>
    ClientToRelayDatagram = 4,

    /// <summary>Several datagrams to another node, of equal length but for the last.</summary>
    ClientToRelayDatagramBatch = 5,

    /// <summary>A datagram from another node.</summary>
    RelayToClientDatagram = 6,

    /// <summary>Several datagrams from another node.</summary>
    RelayToClientDatagramBatch = 7,

    /// <summary>A node that had sent to this one has left the relay.</summary>
    EndpointGone = 8,

    /// <summary>8 bytes to be sent back.</summary>
    Ping = 9,

    /// <summary>The 8 bytes of a Ping.</summary>
    Pong = 10,

    /// <summary>What is wrong with the connection, as text; version 1 only.</summary>
    Health = 11,

    /// <summary>The relay restarts: when to come back, and for how long to try, in milliseconds.</summary>
    Restarting = 12,

    /// <summary>What is wrong with the connection, as a number; version 2 only.</summary>
    Status = 13,
}
