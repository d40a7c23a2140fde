using System.Net;

namespace SoundTime.Iroh;

/// <summary>The path that a connection runs over now, and why.</summary>
/// <param name="EndPoint">The peer's UDP address; null where it is reached through a relay.</param>
/// <param name="Relay">The relay that it is reached through; null on a direct path.</param>
/// <param name="Reason">Why it is this path.</param>
public sealed record ConnectionPath(IPEndPoint? EndPoint, RelayUrl? Relay, PathReason Reason)
{
    /// <summary>Whether no relay is between.</summary>
    public bool IsDirect => Relay is null;

    /// <summary>The place, for people.</summary>
    public override string ToString() => Relay?.Text ?? EndPoint?.ToString() ?? "nowhere yet";
}
