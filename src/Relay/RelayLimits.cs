using SoundTime.Iroh.Relays;

namespace SoundTime.Relay;

/// <summary>How much clients get of a relay. What an admin may want to change is a property, the rest is the protocol's or a matter of memory.</summary>
public sealed record RelayLimits
{
    /// <summary>Datagram frames that wait for one client; what comes then is dropped (iroh sheet, section 3.4).</summary>
    public const int MaxQueuedDatagrams = 512;

    /// <summary>Bytes of the buffers that wait for one client, batches of 64 KiB included.</summary>
    public const int MaxQueuedBytes = 2 << 20;

    /// <summary>Frames of the relay's own that wait for one client: Pong, Ping, EndpointGone, Status.</summary>
    public const int MaxQueuedControls = 64;

    /// <summary>Connections of one id. The newest receives; the oldest is closed when one more comes.</summary>
    public const int MaxConnectionsPerNode = 4;

    /// <summary>Nodes that are told when one leaves that has sent to them.</summary>
    public const int MaxRemembered = 256;

    /// <summary>Bytes of one connection that are read before they are wanted: what a client gets to send while it is read more slowly.</summary>
    public const int MaxReadAhead = 128 << 10;

    /// <summary>What a frame, and each piece that it comes in, costs of a client's rate at least, in bytes: work, where there is little to carry.</summary>
    public const int LeastCost = 64;

    /// <summary>Most bytes of a request's line and of all its headers.</summary>
    public const int MaxHeaderBytes = 8 << 10;

    /// <summary>Most headers of a request.</summary>
    public const int MaxHeaders = 64;

    /// <summary>TCP connections beyond the clients: handshakes, probes, the directory.</summary>
    public const int MaxOtherConnections = 1024;

    /// <summary>Time for the headers of a request and for the TLS handshake.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may wait between requests.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Time from the upgrade to the client's signature.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Time a client may take to accept what is written to it (iroh sheet, section 3.4).</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Silence after which a client is sent a Ping, with up to <see cref="PingJitter"/> more.</summary>
    public static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(16);

    /// <summary>What is added to <see cref="PingAfter"/> at random, so that not all are asked at once.</summary>
    public static readonly TimeSpan PingJitter = TimeSpan.FromSeconds(4);

    /// <summary>Time for the Pong.</summary>
    public static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How often sessions are looked at.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>What Restarting says: come back after so long.</summary>
    public static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(1);

    /// <summary>What Restarting says: and try for so long.</summary>
    public static readonly TimeSpan TryFor = TimeSpan.FromSeconds(60);

    /// <summary>Clients in all.</summary>
    public int MaxClients { get; init; } = 10_000;

    /// <summary>Connections from one IPv4 address or one IPv6 network of 64 bits.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 100;

    /// <summary>Upgrades whose clients have not proved their id yet.</summary>
    public int MaxHandshakes { get; init; } = 256;

    /// <summary>The same, for one IPv4 address or one IPv6 network of 64 bits.</summary>
    public int MaxHandshakesPerAddress { get; init; } = 32;

    /// <summary>Bytes a second that are read from one client; a faster one is read more slowly. 0 for no limit.</summary>
    public long BytesPerSecond { get; init; } = 8 << 20;

    /// <summary>Bytes that a client may send at once before <see cref="BytesPerSecond"/> counts: at least one frame.</summary>
    public long BurstBytes { get; init; } = 4 << 20;

    internal long EffectiveBurst => Math.Max(BurstBytes, RelayProtocol.MaxFrame);
}
