namespace SoundTime.Iroh.Quic;

/// <summary>The caps and times of every connection. What a peer may make us hold is bounded by these.</summary>
internal static class QuicLimits
{
    /// <summary>Bytes that a peer may have under way on one stream: also what one unread stream holds in memory.</summary>
    public const ulong StreamWindow = 1 << 20;

    /// <summary>Bytes that a peer may have under way on all streams of a connection: what one peer can make us hold.</summary>
    public const ulong ConnectionWindow = 16 << 20;

    /// <summary>Bytes of one stream that wait to be sent or acknowledged; a writer that is faster waits.</summary>
    public const int SendBuffer = 512 << 10;

    /// <summary>Bidirectional streams that a peer may have open at once, as iroh has it (iroh sheet, 2.2).</summary>
    public const ulong Streams = 100;

    /// <summary>Largest UDP payload that is sent: iroh accepts 1,472 (iroh sheet, 2.2), and 1,452 fits an Ethernet frame over IPv6.</summary>
    public const int MaxPayload = 1452;

    /// <summary>Largest UDP payload that is accepted, as told to the peer (max_udp_payload_size).</summary>
    public const ulong MaxAcceptedPayload = 1472;

    /// <summary>Length of the connection ids that we choose, as iroh has it.</summary>
    public const int ConnectionIdLength = 8;

    /// <summary>Connection ids of the peer that we keep (active_connection_id_limit; iroh sheet, 2.2).</summary>
    public const ulong ConnectionIds = 8;

    /// <summary>Smallest UDP payload that may start a connection (RFC 9000, section 14.1).</summary>
    public const int MinInitialPayload = 1200;

    /// <summary>Smallest short-header packet that is looked at: anything less holds no sample for header protection.</summary>
    public const int MinPacket = 21;

    /// <summary>Handshakes under way from which on newcomers must show by a Retry that their address is theirs (RFC 9000, section 8.1.2).</summary>
    public const int RetryThreshold = 256;

    /// <summary>Handshakes under way from which on newcomers are not answered at all.</summary>
    public const int MaxHalfOpen = 2048;

    /// <summary>Finished handshakes that may wait for <see cref="IrohEndpoint.AcceptConnectionAsync"/>.</summary>
    public const int AcceptBacklog = 1024;

    /// <summary>Stateless resets sent in one second; packets beyond that are dropped, so that noise cannot make us a source of it.</summary>
    public const int StatelessResetsPerSecond = 100;

    /// <summary>Largest application code, as a variable-length integer holds it (RFC 9000, section 16).</summary>
    public const ulong MaxCode = (1UL << 62) - 1;

    /// <summary>Shortest connection id that a client may choose for its first packet (RFC 9000, section 7.2).</summary>
    public const int MinFirstId = 8;

    /// <summary>Longest protocol name that GnuTLS takes, in bytes.</summary>
    public const int MaxProtocolLength = 32;

    /// <summary>Packets that may wait for an acknowledgement, no longer than QUIC's 25 ms.</summary>
    public const ulong AckThreshold = 10;

    /// <summary>Silence after which a connection is dead, as iroh has it.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Silence after which a PING keeps the connection up.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    /// <summary>Time in which a handshake must end.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a Retry token is good.</summary>
    public static readonly TimeSpan RetryTokenLifetime = TimeSpan.FromSeconds(10);
}
