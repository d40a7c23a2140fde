using Microsoft.Extensions.Logging;

namespace SoundTime.Iroh.Quic;

/// <summary>What an endpoint says.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(1, LogLevel.Critical, "The endpoint's thread ended by an error of its own; the endpoint is closed")]
    public static partial void LoopFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "A new connection was not answered: {Connections} connections, {HalfOpen} handshakes under way")]
    public static partial void Full(ILogger logger, int connections, int halfOpen);

    [LoggerMessage(3, LogLevel.Debug, "{Node} connected over {Path}")]
    public static partial void Connected(ILogger logger, string node, string path);

    [LoggerMessage(4, LogLevel.Debug, "Connection with {Node} ended: {Close}")]
    public static partial void Closed(ILogger logger, string node, string close);

    [LoggerMessage(5, LogLevel.Error, "A connection with {Node} was given up because of an error of our own")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception, string node);

    [LoggerMessage(6, LogLevel.Information, "No IPv6 socket: {Reason}. Peers reach this node over IPv4 only")]
    public static partial void NoIPv6(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Debug, "{Node} is now reached over {Path}")]
    public static partial void Moved(ILogger logger, string node, string path);

    [LoggerMessage(8, LogLevel.Warning, "The addresses of this host could not be listed; those that were known are kept")]
    public static partial void InterfacesUnknown(ILogger logger, Exception exception);
}
