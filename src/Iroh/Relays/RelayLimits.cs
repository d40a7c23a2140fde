namespace SoundTime.Iroh.Relays;

/// <summary>The caps and times of the relay client: what relays, and strangers who send through them, can make us hold or wait for.</summary>
internal static class RelayLimits
{
    /// <summary>Pairs of relay and node that strangers can make us remember at once; anyone can send from made-up ids through a relay.</summary>
    public const int MaxStandIns = 16_384;

    /// <summary>Relays, beyond the configured ones, that are connected to at once because peers live there.</summary>
    public const int MaxDialledRelays = 32;

    /// <summary>Bytes that wait to be taken by the endpoint, of all relays together; what comes beyond them is dropped.</summary>
    public const int ReceiveQueueBytes = 1 << 20;

    /// <summary>Bytes that wait to be sent to one relay; what comes beyond them is dropped.</summary>
    public const int SendQueueBytes = 512 << 10;

    /// <summary>Longest frame that is sent: iroh refuses longer ones (iroh sheet, section 3.1).</summary>
    public const int MaxSentFrame = 65_536;

    /// <summary>Frames that the endpoint takes before it looks after other things.</summary>
    public const int ReceiveRound = 64;

    /// <summary>Pongs that may wait to be sent; a relay that asks for more gets the newest.</summary>
    public const int MaxWaitingPongs = 8;

    /// <summary>Addresses of one relay's host that are tried.</summary>
    public const int MaxHostAddresses = 8;

    /// <summary>Characters of a text of the relay's that are shown.</summary>
    public const int MaxShownText = 200;

    /// <summary>Part of the home's latency that another relay must stay below to replace it, so that the home does not swing (iroh sheet, section 3.6).</summary>
    public const double NearEnough = 2.0 / 3;

    /// <summary>Kilobytes of HTTP headers that are read.</summary>
    public const int MaxHeaderKilobytes = 16;

    /// <summary>Bytes of an answer to <c>GET /ping</c> that are read, so that the connection can be used again.</summary>
    public const int MaxPingBody = 4096;

    /// <summary>Time in which a connection must stand, its handshake included.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Time for one address of the relay's host to accept.</summary>
    public static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>Time in which <c>GET /ping</c> must be answered.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Age from which on a datagram that waits is not worth sending.</summary>
    public static readonly TimeSpan DatagramLifetime = TimeSpan.FromSeconds(3);

    /// <summary>Silence after which the relay is asked for a sign of life.</summary>
    public static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15);

    /// <summary>Time in which a Pong must come.</summary>
    public static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Time in which one frame must be sent.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Time without sending after which a relay that is not the home is left.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How often an open connection's times are looked at.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    /// <summary>Time for what waits, and for the goodbye, when a connection is closed.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Shortest pause between two tries.</summary>
    public static readonly TimeSpan MinBackoff = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest pause between two tries.</summary>
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(16);

    /// <summary>Time that a connection must have lasted so that the pauses begin anew; one that always ends at once must not be made over and over.</summary>
    public static readonly TimeSpan SoundSession = TimeSpan.FromSeconds(5);

    /// <summary>Pause after a relay has not let us in.</summary>
    public static readonly TimeSpan DeniedPause = TimeSpan.FromMinutes(5);

    /// <summary>Longest restart of a relay that is waited for.</summary>
    public static readonly TimeSpan MaxRestart = TimeSpan.FromSeconds(60);

    /// <summary>How often all configured relays are compared.</summary>
    public static readonly TimeSpan CompareInterval = TimeSpan.FromMinutes(5);

    /// <summary>Time that the home, or one that could become it, gets to be connected.</summary>
    public static readonly TimeSpan HomePatience = TimeSpan.FromSeconds(5);
}
