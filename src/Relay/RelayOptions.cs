using System.Net;
using SoundTime.Wire;

namespace SoundTime.Relay;

/// <summary>What a relay is to do. Without <see cref="AllowedNodes"/> and <see cref="Tokens"/> it lets everybody in.</summary>
public sealed record RelayOptions
{
    /// <summary>The TCP address; port 0 takes a free one.</summary>
    public required IPEndPoint ListenOn { get; init; }

    /// <summary>Where the certificate lies; null for plain HTTP, as behind a proxy that ends TLS.</summary>
    public CertificateFiles? Certificate { get; init; }

    /// <summary>The nodes that are let in without a token.</summary>
    public IReadOnlyCollection<NodeId> AllowedNodes { get; init; } = [];

    /// <summary>Tokens that let any node in. Secrets.</summary>
    public IReadOnlyCollection<string> Tokens { get; init; } = [];

    /// <summary>Whether all requests come through one proxy, which names the client in the last entry of <c>X-Forwarded-For</c>.</summary>
    public bool IsBehindProxy { get; init; }

    /// <summary>Where metrics are read, on a port of their own; null for nowhere.</summary>
    public IPEndPoint? MetricsOn { get; init; }

    /// <summary>The address directory; null for none.</summary>
    public DirectoryOptions? Directory { get; init; }

    /// <summary>The UDP address on which nodes are told which address others see them under (STUN); null for none.</summary>
    public IPEndPoint? StunOn { get; init; }

    /// <summary>How much clients get.</summary>
    public RelayLimits Limits { get; init; } = new();
}
