using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// The application codes with which connections are closed and streams are reset (RFC 9000, sections 19.4, 19.5 and 19.19). Rust nodes know
/// the first only; the others help whoever reads a log.
/// </summary>
internal static class PeerCloseCodes
{
    /// <summary>The peer is blocked here. Sent by Rust nodes too.</summary>
    public const ulong Blocked = ProtocolInfo.BlockedCloseCode;

    /// <summary>What goes with <see cref="Blocked"/> (protocol sheet, section 1.1).</summary>
    public const string BlockedReason = "blocked";

    /// <summary>What came is no message.</summary>
    public const ulong BadMessage = 2;

    /// <summary>Bytes came, or were taken, too slowly.</summary>
    public const ulong TooSlow = 3;

    /// <summary>The peer has as many connections here as it may have.</summary>
    public const ulong TooManyConnections = 4;

    /// <summary>This node failed; asking again later may help.</summary>
    public const ulong InternalError = 5;

    /// <summary>This node stops.</summary>
    public const ulong Stopping = 6;

    /// <summary>The connection was not used for a while.</summary>
    public const ulong Idle = 7;

    /// <summary>This node does not offer what was asked for.</summary>
    public const ulong NotOffered = 8;

    /// <summary>The bytes that were being sent changed meanwhile.</summary>
    public const ulong ContentChanged = 9;

    /// <summary>The answer is of no use any more.</summary>
    public const ulong Abandoned = 10;

    /// <summary>This node has no time for it now, or was asked too often; asking again later may help.</summary>
    public const ulong Busy = 11;
}
