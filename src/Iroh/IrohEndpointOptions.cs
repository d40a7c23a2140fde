using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Quic;

namespace SoundTime.Iroh;

/// <summary>How an endpoint is set up.</summary>
public sealed record IrohEndpointOptions
{
    /// <summary>The node's key.</summary>
    public required SecretKey SecretKey { get; init; }

    /// <summary>The protocol that both sides must speak (ALPN), 1 to 32 characters of ASCII.</summary>
    public required string Protocol { get; init; }

    /// <summary>
    /// Addresses to bind. Several may share port 0: the first gets any free port, the others the same one. An IPv6 address that the
    /// machine does not have is left out, as long as one address remains.
    /// </summary>
    public IReadOnlyList<IPEndPoint> BindTo { get; init; } = [new(IPAddress.Any, 0), new(IPAddress.IPv6Any, 0)];

    /// <summary>Most connections at once, in and out together.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Handshakes under way from which on newcomers must first prove their address (RFC 9000, section 8.1.2).</summary>
    public int RetryThreshold { get; init; } = QuicLimits.RetryThreshold;

    /// <summary>Hosts under which others reach this node besides its own addresses, as where a router forwards a port. None by default.</summary>
    public IReadOnlyList<NodeHost> ExternalHosts { get; init; } = [];

    /// <summary>STUN servers that are asked which address others see this node under (RFC 8489). None by default.</summary>
    public IReadOnlyList<NodeHost> StunServers { get; init; } = [];

    /// <summary>Asked, all at once, where a node is of which no place is given, or none has answered after half a second.</summary>
    public IReadOnlyList<IAddressLookup> AddressLookups { get; init; } = [];

    /// <summary>
    /// Relays that this node may be reached through; the one of the lowest latency becomes its home. Peers that live at other relays are dialled there all the
    /// same, if those are at public addresses: else whatever a stranger publishes would be asked for within this node's own networks. None by default.
    /// </summary>
    public IReadOnlyList<RelayServer> Relays { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What is shown instead of the node's key, by tests that play an impostor.</summary>
    internal TlsCredentials? Credentials { get; init; }

    /// <summary>Whether relays of peers may be at private addresses, as those of tests are.</summary>
    internal bool AllowsPrivateRelays { get; init; }

    /// <summary>Where the endpoint's logs go.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
