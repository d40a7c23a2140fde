using System.Net;
using Microsoft.Extensions.Logging;
using SoundTime.Relay.Sessions;

namespace SoundTime.Relay.Hosting;

/// <summary>What the relay writes to the log. Ids in short form, never tokens.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Node} is connected (version {Version})")]
    public static partial void Connected(this ILogger logger, string node, int version);

    [LoggerMessage(2, LogLevel.Debug, "{Node} has gone: {Reason}")]
    public static partial void Ended(this ILogger logger, string node, SessionEnd reason);

    [LoggerMessage(3, LogLevel.Information, "{Node} is not let in: it is not listed and showed no token that is known")]
    public static partial void NotAuthorized(this ILogger logger, string node);

    [LoggerMessage(4, LogLevel.Debug, "{Address} has its share of connections; one more was closed")]
    public static partial void TooManyConnections(this ILogger logger, IPAddress? address);

    [LoggerMessage(5, LogLevel.Information, "The certificate was read again; it is valid until {Until:u}")]
    public static partial void CertificateRenewed(this ILogger logger, DateTime until);

    [LoggerMessage(6, LogLevel.Warning, "The changed certificate cannot be used, the one before stays: {Problem}")]
    public static partial void CertificateUnusable(this ILogger logger, string problem);

    [LoggerMessage(7, LogLevel.Warning, "A publication could not be stored ({Problem}); see to the disk and folder of the directory")]
    public static partial void PublicationNotStored(this ILogger logger, string problem);
}
