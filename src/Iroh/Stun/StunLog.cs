using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.Stun;

/// <summary>What the search for the own address says.</summary>
internal static partial class StunLog
{
    [LoggerMessage(1, LogLevel.Information, "Others see this node at {Places}")]
    public static partial void Observed(ILogger logger, string places);

    [LoggerMessage(2, LogLevel.Debug, "The STUN server {Server} cannot be resolved: {Reason}")]
    public static partial void NotResolved(ILogger logger, string server, string reason);
}
