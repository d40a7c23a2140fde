using SoundTime.Wire;

namespace SoundTime.Silo.Terminal;

/// <summary>What a node tells once everything listens.</summary>
internal sealed record StartReport
{
    /// <summary>This node's id; null when it talks to no other nodes.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>Addresses that other nodes reach this one on, as <c>host:port</c>.</summary>
    public IReadOnlyList<string> UdpAddresses { get; init; } = [];

    /// <summary>The relays of which one becomes the home of this node.</summary>
    public IReadOnlyList<string> Relays { get; init; } = [];

    /// <summary>What finds other nodes by their ids.</summary>
    public IReadOnlyList<string> Lookups { get; init; } = [];

    /// <summary>Addresses of the pages and the API.</summary>
    public required IReadOnlyList<string> HttpAddresses { get; init; }

    /// <summary>The admin token, where this start has made it: it is shown this once.</summary>
    public string? AdminToken { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>Which database keeps everything but the files.</summary>
    public required string Database { get; init; }

    /// <summary>The folder of music; null when there is none.</summary>
    public required string? LibraryDirectory { get; init; }
}
