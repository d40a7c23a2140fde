namespace SoundTime.Silo.Discovery;

/// <summary>What finding nodes writes to the log. Event ids are those of the program, from 400.</summary>
internal static partial class DiscoveryLog
{
    [LoggerMessage(400, LogLevel.Information, "Node {Peer} was found on the local network.")]
    public static partial void LocalPeerFound(this ILogger logger, string peer);

    [LoggerMessage(401, LogLevel.Warning, "Node {Peer} was heard on the local network and could not be asked; it is tried again when it is heard next.")]
    public static partial void LocalPeerNotAsked(this ILogger logger, string peer, Exception exception);
}
