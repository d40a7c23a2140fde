namespace SoundTime.Wire;

/// <summary>What two nodes agree on before the first message (protocol sheet, sections 1.1 and 2).</summary>
public static class ProtocolInfo
{
    /// <summary>The application protocol offered in TLS (ALPN, RFC 7301).</summary>
    public const string Alpn = "soundtime/p2p/1";

    /// <summary>The application error code with which a blocked peer's connection is closed.</summary>
    public const ulong BlockedCloseCode = 1;

    /// <summary>The reason text that goes with <see cref="BlockedCloseCode"/>.</summary>
    public const string BlockedCloseReason = "blocked";

    /// <summary>The version that a Pong names.</summary>
    public const string Version = "0.1.0";
}
